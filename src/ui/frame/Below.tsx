import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lowerSections, type LowerSection } from '../../state/sections';
import styles from './Below.module.css';

export interface BelowProps {
  sections: Readonly<Record<LowerSection, ReactNode>>;
  open: LowerSection | undefined;
  onOpen: (section: LowerSection | undefined) => void;
}

/** The strip under the columns: a button for each section, of which one at a time is open. */
export function Below({ sections, open, onOpen }: BelowProps) {
  const { t } = useTranslation();
  const id = useId();
  const strip = useRef<HTMLDivElement>(null);
  // What was opened comes into sight: the columns above fill the screen.
  useEffect(() => {
    if (open) strip.current?.scrollIntoView({ block: 'start' });
  }, [open]);
  return (
    <div ref={strip}>
      <nav className={styles.strip} aria-label={t('moreSections')}>
        {lowerSections.map((section) => (
          <button
            key={section}
            type="button"
            className={styles.button}
            aria-expanded={section === open}
            aria-controls={section === open ? id : undefined}
            onClick={() => onOpen(section === open ? undefined : section)}
          >
            {t(`section.${section}`)}
            {section === open ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
          </button>
        ))}
      </nav>
      {open && (
        <div id={id} className={styles.section}>
          {sections[open]}
        </div>
      )}
    </div>
  );
}
