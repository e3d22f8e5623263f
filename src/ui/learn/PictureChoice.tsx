import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useData } from '../../state/data';
import { useClassName } from '../data/useClassName';
import { Hint } from '../controls';
import { Picture } from '../data/Picture';
import styles from './PictureChoice.module.css';
import { firstOfClass, useSamples } from './usePictures';

export interface PictureChoiceProps {
  /** The class whose first picture is taken. */
  value: number;
  onChange: (value: number) => void;
}

/** One picture of each class to choose from, small; nothing before there is data. */
export function PictureChoice({ value, onChange }: PictureChoiceProps) {
  const { t } = useTranslation('learn');
  const names = useData((state) => state.summary?.classNames) ?? [];
  const nameOf = useClassName();
  const samples = useSamples();
  return (
    <RadioGroup.Root
      className={styles.choice}
      aria-label={t('picture')}
      orientation="horizontal"
      value={String(value)}
      onValueChange={(next) => onChange(Number(next))}
    >
      {names.map((name, label) => {
        const sample = firstOfClass(samples, label);
        return (
          sample && (
            <Hint key={label} text={nameOf(name)}>
              <RadioGroup.Item className={styles.item} value={String(label)} aria-label={nameOf(name)}>
                <Picture pixels={sample.pixels} label={nameOf(name)} scale={0.75} />
              </RadioGroup.Item>
            </Hint>
          )
        );
      })}
    </RadioGroup.Root>
  );
}
