import { Tabs } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { insideViews, useSections } from '../../state/sections';
import { Panel } from '../controls';
import styles from './InsidePanel.module.css';
import { views } from './views';

/** What happens inside the network: one view at a time, of which only the chosen one is computed. */
export function InsidePanel() {
  const { t } = useTranslation('inside');
  const { view, choose } = useSections();
  return (
    <Panel title={t('title')}>
      <Tabs.Root value={view} onValueChange={(chosen) => choose(insideViews.find((id) => id === chosen) ?? view)}>
        <Tabs.List className={styles.list} aria-label={t('views')}>
          {views.map(({ id, Badge }) => (
            <Tabs.Trigger key={id} value={id} className={styles.tab}>
              {t(`view.${id}`)}
              {Badge && <Badge />}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {views.map(({ id, View }) => (
          <Tabs.Content key={id} value={id} className={styles.content} tabIndex={-1}>
            <View />
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Panel>
  );
}
