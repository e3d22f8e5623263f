import { Tabs } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMedia } from '../controls';
import { Below, type LowerSection } from './Below';
import styles from './Columns.module.css';

export type Section = 'data' | 'training' | 'network' | 'curves' | 'predictions' | LowerSection;

export interface ColumnsProps {
  sections: Readonly<Record<Section, ReactNode>>;
}

/** Three columns of sections, and those that open below them; where there is no room for two columns, tabs. */
export function Columns({ sections }: ColumnsProps) {
  const narrow = useMedia('(max-width: 700px)');
  // Kept here, so that it outlives a window that is made narrow for a while.
  const [open, setOpen] = useState<LowerSection>();
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
      <Below sections={sections} open={open} onOpen={setOpen} />
    </main>
  );
}

const order: readonly Section[] = ['data', 'network', 'training', 'curves', 'predictions', 'evaluation', 'profile'];

function SectionTabs({ sections }: ColumnsProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('curves');
  return (
    <Tabs.Root asChild value={chosen} onValueChange={setChosen}>
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
