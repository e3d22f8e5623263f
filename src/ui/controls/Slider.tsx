import { Slider as Radix } from 'radix-ui';
import { FieldFrame, type FieldProps } from './Field';
import { useFormat } from './format';
import styles from './Slider.module.css';

export interface SliderProps extends FieldProps {
  value: number;
  min: number;
  max: number;
  /** Distance between two values (1). */
  step?: number;
  onChange: (value: number) => void;
  /** How the value reads, where a number alone does not say it. */
  text?: string;
}

/** A number to drag, or to step with the arrow keys, with its figure beside it. */
export function Slider(props: SliderProps) {
  const { value, min, max, step = 1, onChange, text, disabled = false } = props;
  const format = useFormat();
  const shown = text ?? format.number(value);
  return (
    <FieldFrame {...props}>
      {({ labelId, describedBy }) => (
        <div className={styles.slider}>
          <Radix.Root
            className={styles.root}
            {...{ min, max, step, disabled }}
            value={[value]}
            onValueChange={([next]) => next !== undefined && onChange(next)}
          >
            <Radix.Track className={styles.track}>
              <Radix.Range className={styles.range} />
            </Radix.Track>
            <Radix.Thumb className={styles.thumb} aria-labelledby={labelId} aria-describedby={describedBy} aria-valuetext={shown} />
          </Radix.Root>
          <output className={styles.value}>{shown}</output>
        </div>
      )}
    </FieldFrame>
  );
}
