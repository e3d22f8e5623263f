/** Full-width forms of ASCII lie this far above it, from ！ to ～. */
const FULL_WIDTH = 0xfee0;

/** Text as an input method, or a word processor, may have written it, in the ASCII that it stands for. */
function plain(text: string): string {
  return text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH))
    .replace(/[。｡]/g, '.')
    .replace(/、/g, ',')
    .replace(/[−‐‑‒–﹣]/g, '-')
    .trim();
}

/** Groups of three digits, all parted by the same comma or space. */
const GROUPED = /^[1-9]\d{0,2}(?:([,\s])\d{3})(?:\1\d{3})*$/;
/** What is 1,000 to one reader and 1 to another. */
const EITHER = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * What a person typed, as a number; NaN where it is none, or might be another one than is meant. In a whole number commas or
 * spaces may mark the thousands, in any other number a comma is the decimal point; `1,000`, which might be both, is refused
 * there, as is `1.000` among whole numbers. No leading zeros, no hexadecimal, no underscores. Full-width signs and any kind of
 * minus are read as ASCII.
 * @param whole whether only whole numbers are asked for; other numbers are read nevertheless, so that one can say so.
 */
export function typedNumber(text: string, whole = false): number {
  const [, sign = '', mantissa = '', exponent = ''] = /^([+-]?)(.*?)(e[+-]?\d+)?$/is.exec(plain(text)) ?? [];
  const point = whole ? /^(0|[1-9]\d*)?(\.\d*)?$/ : /^(0|[1-9]\d*)?([.,]\d*)?$/;
  const isGrouped = whole && exponent === '' && GROUPED.test(mantissa);
  const isEither = EITHER.test(mantissa) && mantissa.includes('.') === whole;
  if (!isGrouped && (isEither || !/\d/.test(mantissa) || !point.test(mantissa))) return NaN;
  const digits = isGrouped ? mantissa.replace(/[,\s]/g, '') : mantissa.replace(',', '.');
  // −0 is 0.
  return Number(`${sign}${digits}${exponent}`) + 0;
}
