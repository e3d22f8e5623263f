import { RefreshCw } from 'lucide-react';
import { Trans, useTranslation } from 'react-i18next';
import { reloadUnasked } from '../../state/leaving';
import { useSession } from '../../state/session';
import type { DeviceReport } from '../../worker/messages';
import { Button } from '../controls';
import { adviceFor, browserFacts, type Reason } from './browser';
import styles from './Unavailable.module.css';

type Unavailability = Exclude<DeviceReport, { readonly status: 'ready' }>;

/** Why there is nothing to train on, on this browser, and what to do. Nothing while there is a GPU. */
export function Unavailable() {
  const device = useSession((state) => state.device);
  return device && device.status !== 'ready' ? <Explanation device={device} /> : null;
}

function Explanation({ device }: { device: Unavailability }) {
  const { t } = useTranslation('training');
  const lost = device.status === 'lost';
  const hasRun = useSession((state) => state.run.step > 0);
  const kind = lost ? 'lost' : device.reason;
  const facts = browserFacts(navigator.userAgent);
  const browser = facts.browser ?? t('unavailable.unknownBrowser');
  return (
    <section className={styles.box} role="alert" aria-labelledby="unavailable-title">
      <div>
        <h2 className={styles.title} id="unavailable-title" translate="yes">
          {t(`unavailable.${kind}.title`, { browser })}
        </h2>
        <p translate="yes">{t(`unavailable.${kind}.text`, { browser, origin: location.origin })}</p>
        {lost && hasRun && <p translate="yes">{t('unavailable.lost.weights')}</p>}
        {device.detail !== '' && <p className={styles.detail}>{t('unavailable.detail', { detail: device.detail })}</p>}
        <p className={styles.detail} translate="yes">
          {t('unavailable.offNote')}
        </p>
      </div>
      <div>
        {kind !== 'lost' && (
          <>
            <h3>{t('unavailable.what')}</h3>
            <ul className={styles.advice}>{kind === 'insecure' ? <InsecureAdvice /> : kind === 'noWorker' ? <WorkerAdvice /> : <GpuAdvice reason={kind} />}</ul>
          </>
        )}
        <Button variant="primary" icon={<RefreshCw />} onClick={reloadUnasked}>
          {lost ? t('unavailable.reload') : t('unavailable.tryAgain')}
        </Button>
      </div>
    </section>
  );
}

function GpuAdvice({ reason }: { reason: Reason }) {
  const { t } = useTranslation('training');
  const facts = browserFacts(navigator.userAgent);
  const scheme = facts.browser === 'Edge' ? 'edge' : facts.browser === 'Opera' ? 'opera' : 'chrome';
  return adviceFor(reason, facts).map((advice) => (
    <li key={advice} translate="yes">
      {t(`unavailable.do.${advice}`, { browser: facts.browser ?? '', scheme })}
    </li>
  ));
}

function InsecureAdvice() {
  const { t } = useTranslation('training');
  const { hostname, port, pathname } = location;
  const where = { host: hostname, port: port === '' ? '' : `:${port}`, portNumber: port === '' ? '80' : port, path: pathname === '/' ? '' : pathname };
  return (
    <>
      <li>{t('unavailable.insecure.local', where)}</li>
      <li>
        <Trans t={t} i18nKey="unavailable.insecure.tunnel" values={where} components={{ code: <code className={styles.command} /> }} />
      </li>
      <li>{t('unavailable.insecure.https')}</li>
    </>
  );
}

/** A frame without an origin of its own may start no worker; elsewhere something stands between the page and its script. */
function WorkerAdvice() {
  const { t } = useTranslation('training');
  const { href } = location;
  if (window.origin !== 'null') {
    return (['reload', 'blocked', 'missing'] as const).map((advice) => (
      <li key={advice} translate="yes">
        {t(`unavailable.noWorker.${advice}`)}
      </li>
    ));
  }
  return (
    <>
      <li>
        <Trans t={t} i18nKey="unavailable.noWorker.alone" values={{ href }} components={{ page: <a href={href} target="_blank" rel="noreferrer" /> }} />
      </li>
      <li>
        <Trans t={t} i18nKey="unavailable.noWorker.frame" components={{ code: <code /> }} />
      </li>
    </>
  );
}
