import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { GraphNode, ReceptiveField } from '../../engine/graph/graph';
import { optionOf } from '../../engine/graph/parse';
import type { LayerSpec, Place } from '../../engine/graph/spec';
import { layers } from '../../engine/layers';
import { useNetwork } from '../../state/network';
import { splitPlace } from '../../state/rows';
import { Hint, IconButton, Notice, useFormat } from '../controls';
import { describe } from './arithmetic';
import styles from './LayerEditor.module.css';
import { LeftoverNotice } from './LeftoverNotice';
import { OptionControl } from './OptionControl';
import { useLayerWords } from './words';

export interface LayerEditorProps {
  place: Place;
  /** It is the last of its list. */
  isLast: boolean;
  layer: LayerSpec;
  node: GraphNode | undefined;
  before: ReceptiveField;
}

/** Options of the selected layer, its arithmetic, and what moves, copies and removes it. */
export function LayerEditor({ place, isLast, layer, node, before }: LayerEditorProps) {
  const { t } = useTranslation('model');
  const words = useLayerWords();
  const { setOption, endEdit } = useNetwork.getState();
  const { fields } = layers[layer.type];
  const formula = words.formula(layer.type);
  return (
    <div className={styles.editor} onBlur={endEdit}>
      <div className={styles.about}>
        <p>
          {words.hint(layer.type)} {formula && <code>{formula}</code>}
        </p>
        <Actions place={place} isLast={isLast} />
      </div>
      {fields.length > 0 && (
        <div className={styles.fields}>
          {fields.map((field) => (
            <OptionControl
              key={field.name}
              field={field}
              value={optionOf(layer, field)}
              zeros={node?.window?.before.rows ?? 0}
              onChange={(value) => setOption(place, field.name, value)}
            />
          ))}
        </div>
      )}
      {node?.leftover && <LeftoverNotice leftover={node.leftover} place={place} />}
      {node?.window && node.receptiveField.flattened !== undefined && <Notice tone="info">{t('seesVector', { path: node.receptiveField.flattened })}</Notice>}
      {node && <Arithmetic node={node} before={before} />}
    </div>
  );
}

function Arithmetic({ node, before }: { node: GraphNode; before: ReceptiveField }) {
  const { t } = useTranslation('model');
  const format = useFormat();
  const sums = describe(node, before, format.number);
  if (sums.length === 0) return null;
  return (
    <dl className={styles.sums} aria-label={t('sums.label')}>
      {sums.map(({ figure, expression, result }) => (
        <div key={figure} className={styles.sum}>
          <Hint text={t(`sums.hints.${figure}`)}>
            <dt tabIndex={0}>{t(`sums.${figure}`)}</dt>
          </Hint>
          <dd>
            {expression} = <b>{result}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Actions({ place, isLast }: Pick<LayerEditorProps, 'place' | 'isLast'>) {
  const { t } = useTranslation('model');
  const { moveLayer, duplicateLayer, removeLayer } = useNetwork.getState();
  const { index } = splitPlace(place);
  return (
    <div className={styles.actions}>
      <IconButton size="small" label={t('row.up')} icon={<ArrowUp />} disabled={index === 0} onClick={() => moveLayer(place, index - 1)} />
      <IconButton size="small" label={t('row.down')} icon={<ArrowDown />} disabled={isLast} onClick={() => moveLayer(place, index + 1)} />
      <IconButton size="small" label={t('row.duplicate')} icon={<Copy />} onClick={() => duplicateLayer(place)} />
      <IconButton size="small" label={t('row.remove')} icon={<Trash2 />} onClick={() => removeLayer(place)} />
    </div>
  );
}
