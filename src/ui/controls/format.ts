import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Numbers as the page's language writes them. */
export interface Format {
  /** 1,216; `digits` fixes the decimals. */
  number(value: number, digits?: number): string;
  /**
   * Which one of its kind something is: a layer, channel, filter, unit, row, column or picture. All are counted from 0, as model
   * files, weights and PyTorch do; only what is done in turns, as steps and epochs, is counted from 1.
   */
  place(index: number): string;
  /** Few significant figures: 0.00314, 2.31. */
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

/** @param language a BCP 47 tag: `en`, `zh`. */
export function makeFormat(language: string): Format {
  const locale = language.startsWith('zh') ? 'zh-CN' : 'en';
  const make = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const cache = new Map<string, Intl.NumberFormat>();
  const by = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    let found = cache.get(key);
    if (!found) cache.set(key, (found = make(options)));
    return found;
  };
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
    number: (value, digits) =>
      by(digits === undefined ? { maximumFractionDigits: 6 } : { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    place: (index) => by({ maximumFractionDigits: 0 }).format(index),
    significant: (value, figures = 3) => by({ maximumSignificantDigits: figures }).format(value),
    scientific: (value, figures = 3) => by({ notation: 'scientific', maximumSignificantDigits: figures }).format(value),
    compact: (value) => scaled(value, ['', 'K', 'M', 'G', 'T']),
    percent: (value, digits = 1) => by({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
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
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => makeFormat(language), [language]);
}
