import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { browserLanguage, type Language } from '../../i18n';
import { usePreferences, type Theme } from '../../state/preferences';
import { Segmented } from '../controls';
import { AdapterBadge } from './AdapterBadge';
import styles from './Header.module.css';
import { Mark } from './Mark';
import { RunButtons } from './RunButtons';
import { Status } from './Status';

/** The bar that stays in reach: what the page is, the run, the GPU, language and theme. */
export function Header() {
  const { t } = useTranslation();
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        <Mark />
        {t('name')}
      </h1>
      <div className={styles.run} id="run">
        <RunButtons />
        <Status />
      </div>
      <div className={styles.tools}>
        <AdapterBadge />
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language) ?? browserLanguage();
  const setLanguage = usePreferences((state) => state.setLanguage);
  return (
    <Segmented<Language>
      label={t('language.label')}
      value={language}
      segments={[
        { value: 'en', label: t('language.en'), icon: 'EN' },
        { value: 'zh', label: t('language.zh'), icon: '中' },
      ]}
      onChange={setLanguage}
    />
  );
}

function ThemeSwitch() {
  const { t } = useTranslation();
  const theme = usePreferences((state) => state.theme);
  const setTheme = usePreferences((state) => state.setTheme);
  return (
    <Segmented<Theme>
      label={t('theme.label')}
      value={theme}
      segments={[
        { value: 'system', label: t('theme.system'), icon: <Monitor aria-hidden /> },
        { value: 'light', label: t('theme.light'), icon: <Sun aria-hidden /> },
        { value: 'dark', label: t('theme.dark'), icon: <Moon aria-hidden /> },
      ]}
      onChange={setTheme}
    />
  );
}
