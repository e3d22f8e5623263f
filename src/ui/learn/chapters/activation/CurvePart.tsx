import { useTranslation } from 'react-i18next';
import { Select, Slider, Titled, useFormat } from '../../../controls';
import { useLayerWords } from '../../../network/words';
import { integerOf, type ChapterProps } from '../types';
import { CurvePicture } from './CurvePicture';
import { activationOf, fields, xOf } from './fields';
import { activations, FLAT, optionsOfActivation, pointOf } from './functions';
import styles from './Picture.module.css';

/** An activation to choose, its curve and its slope at the place where the reader is. */
export function CurvePart({ state, change }: ChapterProps) {
  const { t } = useTranslation('learn');
  const format = useFormat();
  const words = useLayerWords();
  const layer = activationOf(state);
  const x = xOf(state);
  const { value, slope } = pointOf(layer, x);
  return (
    <Titled title={t('activation.curve')}>
      <div className={styles.controls}>
        <Select
          label={t('activation.function')}
          value={layer.type}
          options={activations.map((type) => ({ value: type, label: words.name(type) }))}
          onChange={(type) => change({ function: type })}
        />
        {optionsOfActivation(layer.type).map(({ name }) => {
          const field = fields.find((candidate) => candidate.name === name);
          return (
            field?.kind === 'integer' && (
              <Slider
                key={name}
                label={words.option(name).name}
                value={integerOf(state, name)}
                {...{ min: field.min, max: field.max }}
                text={format.number(Number(layer[name]))}
                onChange={(next) => change({ [name]: next })}
              />
            )
          );
        })}
      </div>
      <CurvePicture state={state} change={change} />
      <dl className={styles.point}>
        <Figure name="x" value={format.number(x, 1)} />
        <Figure name="f(x)" value={format.significant(value)} />
        <Figure name="f′(x)" value={format.significant(slope)} />
      </dl>
      <p className={styles.soft}>
        {words.formula(layer.type)} · {t('activation.flatNote', { flat: format.number(FLAT) })}
      </p>
    </Titled>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
