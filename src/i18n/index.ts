import i18n from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { AreaOf, Problem, ProblemCode } from '../engine/problem';
import enCommon from './en/common.json';
import enCurves from './en/curves.json';
import enData from './en/data.json';
import enEvaluation from './en/evaluation.json';
import { enLearn, zhLearn } from './learn';
import enInside from './en/inside.json';
import enInsideHealth from './en/insideHealth.json';
import enInsideWhy from './en/insideWhy.json';
import enModel from './en/model.json';
import enProfile from './en/profile.json';
import enSweep from './en/sweep.json';
import enTraining from './en/training.json';
import zhCommon from './zh/common.json';
import zhCurves from './zh/curves.json';
import zhData from './zh/data.json';
import zhEvaluation from './zh/evaluation.json';
import zhInside from './zh/inside.json';
import zhInsideHealth from './zh/insideHealth.json';
import zhInsideWhy from './zh/insideWhy.json';
import zhModel from './zh/model.json';
import zhProfile from './zh/profile.json';
import zhSweep from './zh/sweep.json';
import zhTraining from './zh/training.json';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** Every area in which something may be wrong says so in words. */
type Areas = Readonly<Record<AreaOf<ProblemCode>, { readonly problems: object }> & Record<string, object>>;

const en = {
  common: enCommon,
  data: enData,
  model: enModel,
  training: enTraining,
  curves: enCurves,
  learn: enLearn,
  inside: enInside,
  insideHealth: enInsideHealth,
  insideWhy: enInsideWhy,
  evaluation: enEvaluation,
  profile: enProfile,
  sweep: enSweep,
} satisfies Areas;
const zh = {
  common: zhCommon,
  data: zhData,
  model: zhModel,
  training: zhTraining,
  curves: zhCurves,
  learn: zhLearn,
  inside: zhInside,
  insideHealth: zhInsideHealth,
  insideWhy: zhInsideWhy,
  evaluation: zhEvaluation,
  profile: zhProfile,
  sweep: zhSweep,
} satisfies Areas;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}

/** Chinese for a browser that prefers it, English for all others. */
export function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Starts the words in one language; call once, before anything is drawn. */
export function startWords(language: Language): void {
  void i18n.use(initReactI18next).init({
    resources: { en, zh },
    lng: language,
    fallbackLng: 'en',
    ns: Object.keys(en),
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

export function setLanguage(language: Language): void {
  void i18n.changeLanguage(language);
}

type Params = Readonly<Record<string, string | number>>;

/** Looks up keys that are put together as the page runs, such as `model:layers.conv2d`; undefined where there is none. */
export function useWords(): (key: string, params?: Params) => string | undefined {
  const { t, i18n: words } = useTranslation();
  return useCallback((key, params) => (words.exists(key) ? (t as (key: string, params?: Params) => string)(key, params) : undefined), [t, words]);
}

/** Says a problem in the language of the page: `area.name` is `area:problems.name`. */
export function useProblemText(): (problem: Problem) => string {
  const word = useWords();
  return ({ code, params }) => word(code.replace('.', ':problems.'), params) ?? code;
}
