import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patternActivations, type Pattern } from '../../engine/graph/pattern';
import { useProblemText } from '../../i18n';
import { FieldsOf, useFieldInError } from '../../state/fieldErrors';
import { useNetwork } from '../../state/network';
import { Button, Dialog, Notice, NumberField, Select, Switch, useFormat } from '../controls';
import { defaultPattern, patternLimits, previewPattern, shapesAlong, type PatternPreview } from './patternPreview';
import styles from './PatternDialog.module.css';
import { useLayerWords } from './words';

const numbers = ['m', 'n', 'k', 'kernel', 'filters', 'units'] as const;
const switches = ['doubling', 'pool'] as const;
/** Of its fields. */
const PLACE = 'pattern';
const PADDINGS = ['same', 'valid'] as const;

/** Builds `[(conv → activation) × m → pool?] × n → dense × k` from its numbers. */
export function PatternDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const replace = useNetwork((state) => state.replace);
  const [pattern, setPattern] = useState(defaultPattern);
  const preview = previewPattern(pattern);
  const change = (part: Partial<Pattern>) => setPattern((before) => ({ ...before, ...part }));
  const use = () => {
    if (!('spec' in preview)) return;
    replace(preview.spec);
    onOpenChange(false);
  };
  const isInError = useFieldInError(PLACE) !== undefined;
  const { m, n, k, pool, activation } = pattern;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('pattern.title')}
      description={t('pattern.about')}
      actions={
        <Button variant="primary" disabled={!('spec' in preview) || isInError} onClick={use}>
          {t('pattern.use')}
        </Button>
      }
    >
      <p className={styles.formula}>{t('pattern.formula', { m, n, k, activation: words.short(activation), pool: pool ? t('pattern.formulaPool') : '' })}</p>
      <div className={styles.fields}>
        <FieldsOf value={PLACE}>
          {numbers.map((name) => (
            <NumberField
              key={name}
              label={t(`pattern.${name}`)}
              hint={t(`pattern.${name}Hint`)}
              hintSide="top"
              value={pattern[name]}
              default={defaultPattern[name]}
              {...patternLimits[name]}
              integer
              width={5}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
        </FieldsOf>
        <Select
          label={t('pattern.activation')}
          hint={t('pattern.activationHint')}
          hintSide="top"
          value={activation}
          default={defaultPattern.activation}
          options={patternActivations.map((value) => ({ value, label: words.name(value) }))}
          onChange={(value) => change({ activation: value })}
        />
        <Select
          label={t('pattern.padding')}
          hint={t('pattern.paddingHint')}
          hintSide="top"
          value={pattern.padding}
          default={defaultPattern.padding}
          options={PADDINGS.map((value) => ({ value, label: words.choice(value) }))}
          onChange={(padding) => change({ padding })}
        />
        {switches.map((name) => (
          <Switch
            key={name}
            label={t(`pattern.${name}`)}
            hint={t(`pattern.${name}Hint`)}
            hintSide="top"
            checked={pattern[name]}
            default={defaultPattern[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </div>
      <Preview preview={preview} />
    </Dialog>
  );
}

function Preview({ preview }: { preview: PatternPreview }) {
  const { t } = useTranslation('model');
  const format = useFormat();
  const problemText = useProblemText();
  if ('problem' in preview) {
    const { path = 'layers' } = preview.problem;
    return <Notice tone="error">{t('file.at', { path, text: problemText(preview.problem) })}</Notice>;
  }
  const { nodes, graph } = preview.analysis;
  const parameters = graph?.parameterCount ?? 0;
  const facts = [
    t('pattern.layers', { count: nodes.length }),
    t('pattern.parameters', { count: parameters, n: format.number(parameters) }),
    t('pattern.multiplyAdds', { n: format.compact(graph?.multiplyAdds ?? 0) }),
  ];
  return (
    <section className={styles.preview} aria-label={t('pattern.preview')} aria-live="polite">
      <p>{facts.join(' · ')}</p>
      <p className={styles.shapes}>{shapesAlong(preview.spec, preview.analysis, format.number).join(' → ')}</p>
    </section>
  );
}
