import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { browserLanguage, languages, setLanguage, startWords, type Language } from '../i18n';
import { browserStorage } from './storage';

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export interface PreferencesState {
  /** Undefined follows the browser. */
  readonly language: Language | undefined;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

export const PREFERENCES_KEY = 'kernelgarten.preferences';

/** What was kept, as far as it is still allowed. */
function recall(kept: unknown): Pick<PreferencesState, 'language' | 'theme'> {
  const found = kept as { language?: unknown; theme?: unknown } | null | undefined;
  return {
    language: languages.find((language) => language === found?.language),
    theme: themes.find((theme) => theme === found?.theme) ?? 'system',
  };
}

/** Kept in the browser; index.html reads the same entry to have the theme before the first paint. */
export const usePreferences = create<PreferencesState>()(
  persist(
    (set) => ({
      language: undefined,
      theme: 'system',
      setLanguage: (language) => set({ language }),
      setTheme: (theme) => set({ theme }),
    }),
    {
      name: PREFERENCES_KEY,
      storage: createJSONStorage(() => browserStorage),
      partialize: ({ language, theme }) => ({ language, theme }),
      merge: (kept, present) => ({ ...present, ...recall(kept) }),
    },
  ),
);

/** Takes what another tab has chosen. */
export function followPreferences(): void {
  void usePreferences.persist.rehydrate();
}

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

function apply({ language, theme }: PreferencesState): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  document.documentElement.lang = (language ?? browserLanguage()) === 'zh' ? 'zh-Hans' : 'en';
}

/** Starts the words, and puts language and theme on the document now and at every change. Call once. */
export function startPreferences(): void {
  const present = usePreferences.getState();
  startWords(present.language ?? browserLanguage());
  apply(present);
  systemDark().addEventListener('change', () => apply(usePreferences.getState()));
  usePreferences.subscribe((state, before) => {
    apply(state);
    if (state.language !== before.language) setLanguage(state.language ?? browserLanguage());
  });
}
