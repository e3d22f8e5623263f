import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, useFormat, useWidth } from '../../../controls';
import { shapeText } from '../../../network/words';
import { useMover } from '../../useMover';
import { isLine, layOut, UNIT } from './layOut';
import styles from './Picture.module.css';
import type { Block } from './topology';
import { CIFAR_INPUT } from '../../../../engine/graph/spec';
import drawing from '../../../controls/Drawing.module.css';

const MOST = UNIT * CIFAR_INPUT.height;
const HEIGHT = MOST + 20;
/** Pixels that a letter of a label takes. */
const LETTER = 7.5;
/** Least width of a block that has its label along its height. */
const LINE = 18;
const GROUPS = ['convolution', 'activation', 'pooling', 'shape', 'dense'] as const;

export interface BlocksProps {
  blocks: readonly Block[];
  chosen: number;
  choose: (index: number) => void;
  /** The chosen layer in words. */
  said: string;
}

/** The network as blocks to scale, one of which is chosen by pointer or by the arrow keys. */
export function Blocks({ blocks, chosen, choose, said }: BlocksProps) {
  const { t } = useTranslation('learn');
  const { t: model } = useTranslation('model');
  const format = useFormat();
  const [ref, width] = useWidth(800);
  const places = layOut(blocks, width);
  const { keys } = useMover({ row: 0, column: chosen, lastRow: 0, lastColumn: blocks.length - 1, move: (_, column) => choose(column) });
  return (
    <div className={drawing.frame}>
      <svg ref={ref} className={cx(drawing.picture, styles.blocks)} height={HEIGHT} role="application" aria-label={t('topology.blocks', { said })} {...keys}>
        {blocks.map((block, index) => {
          const { x, width: wide, height } = places[index] ?? { x: 0, width: 0, height: 0 };
          const [y, group] = [(MOST - height) / 2 + 2, block.node?.definition.group ?? 'input'];
          const label = shapeText(block.output, format.number);
          const style = { '--layer': group === 'input' ? 'var(--line-strong)' : `var(--layer-${group})` } as CSSProperties;
          return (
            <g key={index} style={style} className={cx(styles.block, index === chosen && styles.chosen)} onClick={() => choose(index)}>
              {/* Thin blocks are hard to hit. */}
              <rect className={styles.reach} x={x - 2} width={wide + 4} y={0} height={HEIGHT} />
              <rect className={cx(styles.body, isLine(block) && styles.line)} {...{ x, y, height }} width={wide} />
              {block.activation && <rect className={styles.activation} x={x + wide - 2} {...{ y, height }} width={2} />}
              {label.length * LETTER < wide ? (
                <text className={drawing.tick} x={x + wide / 2} y={y + height + 13} textAnchor="middle">
                  {label}
                </text>
              ) : (
                label.length * LETTER < height &&
                wide > LINE && (
                  <text className={drawing.name} transform={`translate(${x + wide / 2 + 4} ${MOST / 2}) rotate(-90)`} textAnchor="middle">
                    {label}
                  </text>
                )
              )}
            </g>
          );
        })}
      </svg>
      <ul className={drawing.legend}>
        {GROUPS.map((group) => (
          <li key={group} style={{ '--colour': `var(--layer-${group})` } as CSSProperties}>
            {model(`groups.${group}`)}
          </li>
        ))}
        <li className={drawing.note}>{t('topology.scale')}</li>
      </ul>
    </div>
  );
}
