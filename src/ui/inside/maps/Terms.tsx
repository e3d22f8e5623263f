import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Explanation, Term, WeightedTerm } from '../../../engine/explain/types';
import type { GraphNode } from '../../../engine/graph/graph';
import { AsTable, largestMagnitude, Slider, useFormat } from '../../controls';
import styles from './Arithmetic.module.css';
import { NumberGrid } from './NumberGrid';

/** Kernels up to this side are shown number by number. */
const MOST_NUMBERS = 7;
/** Products of a sum without a window that are shown; and rows of the table of all. */
const MOST_LISTED = 12;
const MOST_ROWS = 300;

/** What a value is made of: the patch, the kernel and their products; nothing where it is made of a single value. */
export function Terms({ node, explanation }: { node: GraphNode; explanation: Explanation }) {
  switch (explanation.kind) {
    case 'weighted':
      return (
        <>
          {node.window ? <Patch terms={explanation.terms} /> : <Largest terms={explanation.terms} />}
          <TermTable terms={explanation.terms} />
        </>
      );
    case 'mean':
    case 'largest':
      return <Values terms={explanation.terms} />;
    default:
      return null;
  }
}

function Values({ terms }: { terms: readonly Term[] }) {
  const { t } = useTranslation('inside');
  return (
    <NumberGrid
      title={t('why.patch')}
      places={terms}
      values={terms.map(({ value }) => value)}
      limit={largestMagnitude(terms.map(({ value }) => value))}
      asNumbers={isSmall(terms)}
    />
  );
}

const isSmall = (terms: readonly Term[]) => terms.length <= MOST_NUMBERS ** 2;

/** One channel of the input at a time: its patch, its kernel, their products. */
function Patch({ terms }: { terms: readonly WeightedTerm[] }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const channels = [...new Set(terms.map(({ channel }) => channel))];
  const [at, setAt] = useState(0);
  const channel = channels[Math.min(at, channels.length - 1)] ?? 0;
  const own = terms.filter((term) => term.channel === channel);
  const asNumbers = isSmall(own);
  const limit = (of: (term: WeightedTerm) => number) => largestMagnitude(terms.map(of));
  const sum = own.reduce((total, { product }) => total + product, 0);
  return (
    <>
      {channels.length > 1 && (
        <div className={styles.channel}>
          <Slider
            label={t('why.inputChannel')}
            value={Math.min(at, channels.length - 1)}
            min={0}
            max={channels.length - 1}
            text={format.place(channel)}
            onChange={setAt}
          />
        </div>
      )}
      <div className={styles.grids}>
        <NumberGrid title={t('why.patch')} places={own} values={own.map(({ value }) => value)} limit={limit(({ value }) => value)} asNumbers={asNumbers} />
        <span className={styles.operator}>×</span>
        <NumberGrid title={t('why.kernel')} places={own} values={own.map(({ weight }) => weight)} limit={limit(({ weight }) => weight)} asNumbers={asNumbers} />
        <span className={styles.operator}>=</span>
        <NumberGrid
          title={t('why.products')}
          places={own}
          values={own.map(({ product }) => product)}
          limit={limit(({ product }) => product)}
          asNumbers={asNumbers}
        />
      </div>
      {channels.length > 1 && (
        <p className={styles.note}>
          {t('why.channelSum', { channel: format.place(channel) })}: {format.significant(sum, 6)}
        </p>
      )}
    </>
  );
}

const byProduct = (terms: readonly WeightedTerm[]) => terms.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));

/** The products that count the most, and the rest of them in one number. */
function Largest({ terms }: { terms: readonly WeightedTerm[] }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const sorted = byProduct(terms);
  const [first, rest] = [sorted.slice(0, MOST_LISTED), sorted.slice(MOST_LISTED)];
  return (
    <ul className={styles.products}>
      {first.map((term) => (
        <li key={`${term.channel}.${term.row}.${term.column}`}>
          <span className={styles.place}>{format.place(term.channel)}</span>
          <span>{format.significant(term.value, 4)}</span>
          <span aria-hidden>×</span>
          <span>{format.significant(term.weight, 4)}</span>
          <span aria-hidden>=</span>
          <span>{format.significant(term.product, 4)}</span>
        </li>
      ))}
      {rest.length > 0 && (
        <li className={styles.rest}>
          <span>{t('why.rest', { count: rest.length })}</span>
          <span>
            {format.significant(
              rest.reduce((sum, { product }) => sum + product, 0),
              4,
            )}
          </span>
        </li>
      )}
    </ul>
  );
}

/** All terms in their order; of very many those with the largest products. */
function TermTable({ terms }: { terms: readonly WeightedTerm[] }) {
  const { t } = useTranslation('inside');
  const format = useFormat();
  const shown = terms.length <= MOST_ROWS ? terms : byProduct(terms).slice(0, MOST_ROWS);
  const number = (value: number) => format.significant(value, 6);
  return (
    <AsTable
      name={t('why.terms')}
      words={0}
      heads={[t('why.channel'), t('why.row'), t('why.column'), t('why.number'), t('why.kernel'), t('why.product')]}
      rows={shown.map((term) => [
        ...[term.channel, term.row, term.column].map(format.place),
        term.isPadding ? t('why.padding') : number(term.value),
        number(term.weight),
        number(term.product),
      ])}
    />
  );
}
