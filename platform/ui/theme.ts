import type { ThemeConfig } from 'antd'

/** One deep-blue accent; red is kept for what is late or refused. */
export const ink = {
  accent: '#1f3a68',
  accentSoft: '#eef2f8',
  late: '#b42318',
  soon: '#8a5a00',
  done: '#2f6b3a',
  quiet: '#5b6472',
  line: '#dfe3e9',
  page: '#f5f6f8',
} as const

export const fontStack =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'

// Who asked the system for less motion gets panels that open and close at once, not ones that wait for an animation's end.
const still = typeof window !== 'undefined' && window.matchMedia('(prefers-reduced-motion: reduce)').matches

export const theme: ThemeConfig = {
  token: {
    motion: !still,
    colorPrimary: ink.accent,
    colorInfo: ink.accent,
    colorLink: '#23508e',
    // Lighter on hover, as antd would have it, is too faint to read.
    colorLinkHover: ink.accent,
    colorLinkActive: ink.accent,
    colorError: ink.late,
    colorSuccess: ink.done,
    colorWarning: '#9a6700',
    // antd mixes these from the dark inks above into muddy greys on which quiet text cannot be read.
    colorSuccessBg: '#e8f2ea',
    colorSuccessBorder: '#bcd8c3',
    colorWarningBg: '#fbf1dc',
    colorWarningBorder: '#e8d3a4',
    colorInfoBg: '#eef2f8',
    colorInfoBorder: '#c9d5e8',
    colorErrorBg: '#fbe9e7',
    colorErrorBorder: '#efc4bf',
    colorText: '#1d2430',
    colorTextSecondary: ink.quiet,
    colorTextTertiary: ink.quiet,
    colorTextDescription: ink.quiet,
    colorTextPlaceholder: '#646d7a',
    colorTextDisabled: '#646d7a',
    colorBorder: '#c9d0da',
    colorBorderSecondary: ink.line,
    colorBgLayout: ink.page,
    borderRadius: 4,
    fontSize: 14,
    fontFamily: fontStack,
    wireframe: false,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: {
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 10,
      headerBg: '#f0f2f5',
      headerSplitColor: 'transparent',
      rowHoverBg: '#f3f6fb',
      rowSelectedBg: '#eaf0f9',
    },
    Menu: { itemHeight: 36, itemMarginBlock: 1, itemSelectedBg: '#e6ecf6', itemBorderRadius: 4, groupTitleFontSize: 12 },
    Layout: { headerBg: '#ffffff', headerHeight: 52, headerPadding: '0 16px', siderBg: '#ffffff', bodyBg: ink.page },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    // The word on a switch that is off must be readable.
    Switch: { colorTextQuaternary: ink.quiet, colorTextTertiary: ink.quiet },
    Tabs: { horizontalMargin: '0 0 12px' },
  },
}
