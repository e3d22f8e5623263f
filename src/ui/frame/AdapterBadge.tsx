import { CircleAlert, CircleCheck, Cpu, Gpu, LoaderCircle, Unplug } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../state/session';
import type { ProofReport } from '../../engine/check/prover';
import type { AdapterFacts, DeviceReport } from '../../worker/messages';
import { cx, useFormat } from '../controls';
import styles from './AdapterBadge.module.css';
import { CopyReport } from './CopyReport';

function useAdapterName() {
  const { t } = useTranslation('training');
  return (device: DeviceReport | undefined): string => {
    if (!device) return t('adapter.looking');
    if (device.status === 'lost') return t('adapter.lost');
    if (device.status === 'unavailable') return t('adapter.none');
    const { description, vendor, architecture } = device.adapter;
    return description || [vendor, architecture].filter(Boolean).join(' ') || t('adapter.unnamed');
  };
}

/** Which GPU trains, and whether its kernels were found right; all the facts are one press away, as text too, also where there is none. */
export function AdapterBadge() {
  const { t } = useTranslation('training');
  const device = useSession((state) => state.device);
  const proof = useSession((state) => state.proof);
  const name = useAdapterName()(device);
  const ready = device?.status === 'ready';
  const failures = proof?.failures.length ?? 0;
  const DeviceIcon = !device ? LoaderCircle : !ready ? Unplug : device.adapter.software ? Cpu : Gpu;
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.badge} aria-label={badgeLabel()}>
        <DeviceIcon aria-hidden className={cx(!device && styles.turning)} />
        <span className={styles.name}>{name}</span>
        {ready && device.adapter.software && <span className={styles.tag}>{t('adapter.software')}</span>}
        {ready && proof && failures === 0 && <CircleCheck aria-hidden className={styles.good} />}
        {ready && failures > 0 && <CircleAlert aria-hidden className={styles.bad} />}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.card} align="end" sideOffset={6} collisionPadding={8} aria-label={name}>
          <h2 className={styles.title}>{name}</h2>
          {ready && (
            <>
              <Facts adapter={device.adapter} />
              <ProofLines report={proof} />
            </>
          )}
          <CopyReport />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );

  function badgeLabel(): string {
    const parts = [t('adapter.badge', { name })];
    if (ready && device.adapter.software) parts.push(t('adapter.software'));
    if (ready && proof) {
      parts.push(failures > 0 ? t('adapter.failedShort', { count: failures }) : t('adapter.checkedShort', { count: proof.checked }));
    }
    return parts.join(', ');
  }
}

function Facts({ adapter }: { adapter: AdapterFacts }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  const facts: readonly (readonly [string, string])[] = [
    [t('adapter.vendor'), adapter.vendor],
    [t('adapter.architecture'), adapter.architecture],
    [t('adapter.maxBuffer'), format.bytes(adapter.maxBufferSize)],
    [t('adapter.maxBinding'), format.bytes(adapter.maxStorageBufferBindingSize)],
  ];
  return (
    <>
      <p className={styles.soft}>{adapter.software ? t('adapter.softwareLong') : t('adapter.hardwareLong')}</p>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function ProofLines({ report }: { report: ProofReport | undefined }) {
  const { t } = useTranslation('training');
  const format = useFormat();
  if (!report) return <p className={styles.soft}>{t('adapter.unchecked')}</p>;
  const ms = format.number(Math.round(report.milliseconds));
  if (report.failures.length === 0) {
    return (
      <p className={styles.check}>
        <CircleCheck aria-hidden className={styles.good} />
        <span>{t('adapter.checked', { count: report.checked, ms })}</span>
      </p>
    );
  }
  return (
    <>
      <p className={styles.check}>
        <CircleAlert aria-hidden className={styles.bad} />
        <span>{t('adapter.failed', { checked: report.checked, ms })}</span>
      </p>
      <ul className={styles.failures}>
        {report.failures.map((failure) => (
          <li key={`${failure.kernel} ${failure.variant}`}>{t('adapter.failure', { ...failure })}</li>
        ))}
      </ul>
    </>
  );
}
