/** A number as typed on a Chinese keyboard, with thousands or a currency sign: what a number field reads. */
export const plainNumber = (typed: string | undefined): string =>
  (typed ?? '')
    .normalize('NFKC')
    .replace(/[\s,，、¥元]/g, '')
    .replaceAll('。', '.')
