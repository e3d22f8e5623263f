import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lowerOf, lowerSections, useSections, type Section } from '../../state/sections';
import { useMedia } from '../controls';
import { Below } from './Below';
import styles from './Columns.module.css';

export interface ColumnsProps {
  sections: Readonly<Record<Section, ReactNode>>;
}

/** Three columns of sections, and those that open below them; where there is no room for two columns, tabs. */
export function Columns({ sections }: ColumnsProps) {
  const narrow = useMedia('(max-width: 700px)');
  const { shown, show } = useSections();
  if (narrow) return <SectionTabs sections={sections} />;
  return (
    <main className={styles.main}>
      <div className={styles.columns}>
        <div className={styles.side}>
          {sections.data}
          {sections.training}
        </div>
        <div className={styles.middle}>{sections.network}</div>
        <div className={styles.right}>
          {sections.curves}
          {sections.predictions}
        </div>
      </div>
      <Below sections={sections} open={lowerOf(shown)} onOpen={(section) => show(section ?? 'curves')} />
    </main>
  );
}

const order: readonly Section[] = ['data', 'network', 'training', 'curves', 'predictions', ...lowerSections];

function SectionTabs({ sections }: ColumnsProps) {
  const { t } = useTranslation();
  const { shown, show } = useSections();
  const choose = (value: string) => {
    const section = order.find((candidate) => candidate === value);
    if (section) show(section);
  };
  return (
    <Tabs.Root asChild value={shown} onValueChange={choose}>
      <main className={styles.tabs}>
        <Tabs.List className={styles.list} aria-label={t('sections')}>
          {order.map((section) => (
            <Tabs.Trigger key={section} value={section} className={styles.tab}>
              {t(`section.${section}`)}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {order.map((section) => (
          <Tabs.Content key={section} value={section} className={styles.content} tabIndex={-1}>
            {sections[section]}
          </Tabs.Content>
        ))}
      </main>
    </Tabs.Root>
  );
}
