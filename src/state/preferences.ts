import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { browserLanguage, setLanguage, startWords, type Language } from '../i18n';

export type Theme = 'system' | 'light' | 'dark';

export interface PreferencesState {
  /** Undefined follows the browser. */
  readonly language: Language | undefined;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
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
    { name: 'kernelgarten.preferences', partialize: ({ language, theme }) => ({ language, theme }) },
  ),
);

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
