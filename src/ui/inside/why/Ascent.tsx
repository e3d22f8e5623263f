import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Graph } from '../../../engine/graph/graph';
import { FieldsOf } from '../../../state/fieldErrors';
import { inquire, useInquiries } from '../../../state/inquiries';
import { useWhy } from '../../../state/why';
import { NumberField, Segmented, Switch, Titled, useFormat } from '../../controls';
import { Picture } from '../../data/Picture';
import { InquiryButton } from '../InquiryButton';
import { Climb } from './Climb';
import { useChannelName } from './useChannelName';
import type { Target } from './useTarget';
import styles from './why.module.css';

/** A picture that is made to excite a channel, as it develops. */
export function Ascent({ graph, target: { node, channel } }: { graph: Graph; target: Target }) {
  const { t } = useTranslation('insideWhy');
  const format = useFormat();
  const channelName = useChannelName(graph);
  const { start, steps, seed, regularised, set } = useWhy();
  const finding = useInquiries((state) => state.ascent.finding);
  const name = finding && channelName(finding.path, finding.channel);
  return (
    <Titled title={t('ascent.title')} hint={t('ascent.hint')}>
      <div className={styles.controls}>
        <Segmented
          label={t('ascent.start')}
          value={start}
          segments={(['noise', 'grey'] as const).map((value) => ({ value, label: t(`ascent.${value}`) }))}
          onChange={(next) => set({ start: next })}
        />
        <FieldsOf value="ascent">
          <NumberField label={t('ascent.steps')} {...{ value: steps, min: 1, max: 1000, integer: true, width: 5 }} onChange={(next) => set({ steps: next })} />
          {start === 'noise' && (
            <NumberField
              label={t('ascent.seed')}
              {...{ value: seed, min: 0, max: 999_999, integer: true, width: 5 }}
              onChange={(next) => set({ seed: next })}
            />
          )}
        </FieldsOf>
        <Switch
          label={t('ascent.regularised')}
          hint={t('ascent.regularisedHint')}
          hintSide="top"
          checked={regularised}
          onChange={(next) => set({ regularised: next })}
        />
        <InquiryButton
          kind="ascent"
          label={t('ascent.make')}
          hint={t('ascent.makeHint')}
          icon={<Sparkles />}
          onAsk={() => inquire({ kind: 'ascent', path: node.path, channel, start, steps, seed, regularised })}
        />
      </div>
      {finding && (
        <>
          <p className={styles.note}>{t('ascent.of', { channel: name, climbed: format.number(finding.climbed), step: format.number(finding.step) })}</p>
          <div className={styles.made}>
            <Picture pixels={finding.pixels} label={t('ascent.picture', { channel: name })} scale={5} />
            <Climb values={finding.values} />
          </div>
          {finding.isStuck && <p className={styles.note}>{t('ascent.stuck')}</p>}
        </>
      )}
    </Titled>
  );
}
