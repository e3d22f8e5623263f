import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Numbers as the page's language writes them. What is no number is said in words, zero has no sign, and a measured value that
 * would take more room than a figure has is written as a power of ten.
 */
export interface Format {
  /** 1,216; `digits` fixes the decimals of a measured value: 2.303, 5.12E26. */
  number(value: number, digits?: number): string;
  /**
   * Which one of its kind something is: a layer, channel, filter, unit, row, column or picture. All are counted from 0, as model
   * files, weights and PyTorch do; only what is done in turns, as steps and epochs, is counted from 1.
   */
  place(index: number): string;
  /** Few significant figures: 0.00314, 2.31, 5.12E26. */
  significant(value: number, figures?: number): string;
  /** For values of any magnitude: 5.12E26. */
  scientific(value: number, figures?: number): string;
  /** 1.2 M, 45 K. */
  compact(value: number): string;
  /** 0.463 as 46.3%. */
  percent(value: number, digits?: number): string;
  /** Bytes in the decimal units that storage is sold in: 163 MB. */
  bytes(value: number): string;
  /** Seconds in the one or two units that matter: 45 sec, 2 min, 1 hr 10 min. */
  duration(seconds: number): string;
}

/** From here on decimals say nothing, and the figure grows out of its place. */
const LARGE_WITH_DECIMALS = 1e5;
/** Values with a few significant figures are written out from the one to below the other. */
const [SMALL, LARGE] = [1e-6, 1e7];

/**
 * @param language a BCP 47 tag: `en`, `zh`.
 * @param notANumber what that language calls NaN.
 */
export function makeFormat(language: string, notANumber = 'NaN'): Format {
  const locale = language.startsWith('zh') ? 'zh-CN' : 'en';
  const make = (options: Intl.NumberFormatOptions) => {
    const { format } = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
    return { format: (value: number) => (Number.isNaN(value) ? notANumber : format(value)) };
  };
  const cache = new Map<string, ReturnType<typeof make>>();
  const by = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    let found = cache.get(key);
    if (!found) cache.set(key, (found = make(options)));
    return found;
  };
  const scientific = (value: number, figures = 3) => by(value === 0 ? {} : { notation: 'scientific', maximumSignificantDigits: figures }).format(value);
  const scaled = (value: number, units: readonly string[]) => {
    let size = value;
    let unit = 0;
    while (Math.abs(size) >= 999.5 && unit < units.length - 1) {
      size /= 1000;
      unit++;
    }
    const figures = unit === 0 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 3 };
    return `${by(figures).format(size)}${units[unit] === '' ? '' : `\u00a0${units[unit]}`}`;
  };
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    by({ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 }).format(value);
  return {
    number: (value, digits) => {
      if (digits === undefined) return by({ maximumFractionDigits: 6 }).format(value);
      return Math.abs(value) < LARGE_WITH_DECIMALS ? by({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value) : scientific(value);
    },
    place: (index) => by({ maximumFractionDigits: 0 }).format(index),
    significant: (value, figures = 3) => {
      const size = Math.abs(value);
      return size === 0 || (size >= SMALL && size < LARGE) ? by({ maximumSignificantDigits: figures }).format(value) : scientific(value, figures);
    },
    scientific,
    compact: (value) => scaled(value, ['', 'K', 'M', 'G', 'T']),
    percent: (value, digits = 1) => {
      const style = 'percent';
      if (Math.abs(100 * value) < LARGE_WITH_DECIMALS) return by({ style, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
      return by({ style, notation: 'scientific', maximumSignificantDigits: 3 }).format(value);
    },
    bytes: (value) => scaled(value, ['B', 'kB', 'MB', 'GB', 'TB']),
    duration: (seconds) => {
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return unit(whole, 'second');
      const minutes = Math.round(whole / 60);
      if (minutes < 60) return unit(minutes, 'minute');
      const rest = minutes % 60;
      return rest === 0 ? unit(minutes / 60, 'hour') : `${unit(Math.floor(minutes / 60), 'hour')} ${unit(rest, 'minute')}`;
    },
  };
}

/** {@link Format} in the language of the page. */
export function useFormat(): Format {
  const { i18n, t } = useTranslation('common');
  const language = i18n.language;
  const notANumber = t('notANumber');
  return useMemo(() => makeFormat(language, notANumber), [language, notANumber]);
}
