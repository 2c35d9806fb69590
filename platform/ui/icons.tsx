import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BellOutlined,
  BookOutlined,
  CalculatorOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  DatabaseOutlined,
  FileTextOutlined,
  FolderOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  KeyOutlined,
  PartitionOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  ScanOutlined,
  ScheduleOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ComponentType, ReactNode } from 'react'

const icons: Record<string, ComponentType> = {
  home: HomeOutlined,
  tasks: CheckSquareOutlined,
  inbox: InboxOutlined,
  clock: ClockCircleOutlined,
  calendar: ScheduleOutlined,
  calculator: CalculatorOutlined,
  folder: FolderOutlined,
  file: FileTextOutlined,
  scan: ScanOutlined,
  send: SendOutlined,
  chart: BarChartOutlined,
  audit: AuditOutlined,
  shield: SafetyCertificateOutlined,
  process: PartitionOutlined,
  list: ProfileOutlined,
  book: BookOutlined,
  data: DatabaseOutlined,
  bank: BankOutlined,
  tree: ApartmentOutlined,
  shop: ShopOutlined,
  contract: SolutionOutlined,
  people: TeamOutlined,
  badge: IdcardOutlined,
  key: KeyOutlined,
  bell: BellOutlined,
  settings: SettingOutlined,
}

/** A menu icon by name; unknown names show the general list icon. Decoration only, never read aloud. */
export const MenuIcon = ({ name }: { name: string | undefined }): ReactNode => {
  const Icon = icons[name ?? ''] ?? ProfileOutlined
  return (
    <span aria-hidden="true" className="bw-icon">
      <Icon />
    </span>
  )
}
