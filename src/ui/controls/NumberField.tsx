import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { typedNumber } from '../../engine/typedNumber';
import { useFieldReport } from '../../state/fieldErrors';
import { cx } from './cx';
import { FieldFrame, type FieldProps } from './Field';
import { useFormat } from './format';
import styles from './Input.module.css';

export interface NumberFieldProps extends FieldProps {
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  /** Whole numbers only. */
  integer?: boolean;
  /** What the arrow keys add (1); `decade` walks 1, 2, 5, 10, … for values that span magnitudes. Shift takes ten of them. */
  step?: number | 'decade';
  /** With it, a button puts the field back. */
  default?: number;
  /** `settled` waits for Enter, for leaving, or for half a second of quiet: for values that act at once. */
  commit?: 'typing' | 'settled';
  /** Width of the box in characters. */
  width?: number;
}

/** The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … above or below `value`; 0 below the least of them. */
function decadeNeighbour(value: number, direction: 1 | -1, least: number): number {
  if (value <= 0) return direction > 0 ? least : 0;
  const power = Math.floor(Math.log10(value));
  const rungs = [power - 1, power, power + 1].flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)));
  const beyond = direction > 0 ? rungs.find((rung) => rung > value * 1.000001) : rungs.findLast((rung) => rung < value * 0.999999);
  return beyond !== undefined && beyond >= least ? beyond : 0;
}

/** As the attributes for assistive technology take a number: without a power of ten, and not at all where it would need one. */
const told = (number: number) => (String(number).includes('e') ? undefined : number);

/** A number that is typed, or changed with the arrow keys. A value out of limits is named and never handed on. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, integer = false, step = 1, commit = 'typing', width = 7 } = props;
  const { t } = useTranslation('common');
  const format = useFormat();
  const [text, setText] = useState(String(value));
  const [known, setKnown] = useState(value);
  const parse = (typed: string) => typedNumber(typed, integer);
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(quiet.current), []);
  // The value changed from outside (undo, preset, reset): what was typed gives way to it.
  if (known !== value) {
    setKnown(value);
    if (parse(text) !== value) setText(String(value));
  }

  /** Not a row of zeros, nor 0 for what is above it. */
  const limit = (of: number) => (of !== 0 && (Math.abs(of) < 1e-6 || Math.abs(of) >= 1e12) ? format.scientific(of) : format.number(of));
  const problemOf = (number: number): string | undefined => {
    if (Number.isNaN(number)) return t(text.trim() === '' ? 'field.empty' : integer ? 'field.notReadableWhole' : 'field.notReadable');
    if (integer && !Number.isInteger(number)) return t('field.notWhole');
    if (number < min || number > max) return t('field.outOfRange', { min: limit(min), max: limit(max) });
    return undefined;
  };
  const hand = (number: number) => {
    clearTimeout(quiet.current);
    if (number !== value && problemOf(number) === undefined) onChange(number);
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(quiet.current);
    if (commit === 'typing') hand(parse(next));
    else quiet.current = setTimeout(() => hand(parse(next)), 500);
  };
  const set = (number: number) => {
    setText(String(number));
    hand(number);
  };
  const nudge = (direction: 1 | -1, times: number) => {
    let next = parse(text);
    if (Number.isNaN(next)) next = value;
    for (let i = 0; i < times; i++) next = step === 'decade' ? decadeNeighbour(next, direction, min > 0 ? min : 1e-6) : next + direction * step;
    set(Math.min(max, Math.max(min, Number(next.toPrecision(12)))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      nudge(event.key === 'ArrowUp' ? 1 : -1, event.shiftKey ? 10 : 1);
    } else if (event.key === 'Enter') hand(parse(text));
    else if (event.key === 'Escape' && text !== String(value)) setText(String(value));
  };

  const own = problemOf(parse(text));
  useFieldReport(props.label, own !== undefined && !props.disabled);
  const problem = own ?? props.problem;
  const initial = props.default;
  const onReset = initial !== undefined && (initial !== value || own !== undefined) ? () => set(initial) : undefined;
  return (
    <FieldFrame {...props} problem={problem} onReset={onReset}>
      {({ id, describedBy }) => (
        <input
          id={id}
          className={cx(styles.input, styles.figure)}
          style={{ width: `calc(${width}ch + 18px)` }}
          role="spinbutton"
          type="text"
          inputMode={integer ? 'numeric' : 'decimal'}
          autoComplete="off"
          spellCheck={false}
          value={text}
          disabled={props.disabled}
          aria-valuenow={told(value)}
          aria-valuetext={text}
          aria-valuemin={told(min)}
          aria-valuemax={told(max)}
          aria-invalid={problem !== undefined}
          aria-describedby={describedBy}
          onChange={(event) => type(event.target.value)}
          onBlur={() => hand(parse(text))}
          onKeyDown={onKeyDown}
        />
      )}
    </FieldFrame>
  );
}
