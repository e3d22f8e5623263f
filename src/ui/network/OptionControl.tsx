import { useTranslation } from 'react-i18next';
import type { OptionValue } from '../../engine/layers/types';
import type { OptionField } from '../../engine/layers/types';
import { NumberField, Select, Switch } from '../controls';
import { useLayerWords } from './words';

export interface OptionControlProps {
  field: OptionField;
  value: OptionValue;
  /** Zeros on the near side as things are: where a padding in numbers begins. */
  zeros: number;
  onChange: (value: OptionValue) => void;
}

/** The control that an option's kind calls for. */
export function OptionControl({ field, value, zeros, onChange }: OptionControlProps) {
  const words = useLayerWords();
  const { name: label, hint, formula } = words.option(field.name);
  const about = { label, hint, hintSide: 'top', formula } as const;
  switch (field.kind) {
    case 'integer':
      return <NumberField {...about} value={Number(value)} default={field.default} min={field.min} max={field.max} integer width={6} onChange={onChange} />;
    case 'number':
      return (
        <NumberField {...about} value={Number(value)} default={field.default} min={field.min} max={field.max} step={field.step} width={6} onChange={onChange} />
      );
    case 'boolean':
      return <Switch {...about} checked={value === true} default={field.default} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...about}
          value={String(value)}
          default={field.default}
          options={field.choices.map((choice) => ({ value: choice, label: words.choice(choice) }))}
          onChange={onChange}
        />
      );
    case 'padding':
      return <PaddingControl {...about} field={field} value={value} zeros={zeros} onChange={onChange} />;
  }
}

type PaddingMode = 'same' | 'valid' | 'number';
const modes: readonly PaddingMode[] = ['same', 'valid', 'number'];

interface PaddingControlProps extends OptionControlProps {
  field: Extract<OptionField, { kind: 'padding' }>;
  label: string;
  hint: string | undefined;
  hintSide: 'top';
  formula: string | undefined;
}

/** `same`, `valid`, or a number of zeros on each side. */
function PaddingControl({ field, value, zeros, onChange, ...about }: PaddingControlProps) {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const modeOf = (padding: OptionValue): PaddingMode => (padding === 'same' || padding === 'valid' ? padding : 'number');
  const byNumber = typeof field.default === 'number' ? field.default : Math.min(zeros, field.max);
  return (
    <>
      <Select
        {...about}
        value={modeOf(value)}
        default={modeOf(field.default)}
        options={modes.map((mode) => ({ value: mode, label: words.choice(mode) }))}
        onChange={(mode) => onChange(mode === 'number' ? byNumber : mode)}
      />
      {typeof value === 'number' && (
        <NumberField
          {...about}
          label={t('paddingZeros')}
          value={value}
          {...(typeof field.default === 'number' ? { default: field.default } : {})}
          min={0}
          max={field.max}
          integer
          width={6}
          onChange={onChange}
        />
      )}
    </>
  );
}
