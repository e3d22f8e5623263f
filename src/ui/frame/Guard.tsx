import { Eye, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { useTranslation } from 'react-i18next';
import type { Section } from '../../state/sections';
import { noteProblem } from '../../state/session';
import { Button, Notice, Panel } from '../controls';

/** What is guarded: a section, or a part of the frame around them. */
export type Part = Section | 'controls' | 'notices' | 'page';

export interface GuardProps {
  of: Part;
  children: ReactNode;
}

/**
 * Where drawing what is inside fails, says so in its place and offers to draw it again. All that matters is elsewhere: the
 * worker trains on, and the stores keep what the page knows.
 */
export function Guard({ of, children }: GuardProps) {
  const note = (error: unknown) => noteProblem({ code: 'common.notDrawn', params: { part: of, detail: String(error) } });
  return (
    <ErrorBoundary fallbackRender={(failure) => <Failed of={of} {...failure} />} onError={note}>
      {children}
    </ErrorBoundary>
  );
}

/** Somebody else has moved what React had put into the page: a translation, an extension. */
function isMeddling(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

function Failed({ of, error, resetErrorBoundary }: FallbackProps & { of: Part }) {
  const { t } = useTranslation('common');
  const isPage = of === 'page' || of === 'controls' || of === 'notices';
  const part = isPage ? t(`part.${of}`) : t(`section.${of}`);
  const notice = (
    <Notice
      tone="error"
      title={t('failed.title', { part })}
      actions={
        <>
          <Button size="small" icon={<Eye />} onClick={resetErrorBoundary}>
            {t('failed.again')}
          </Button>
          <Button size="small" icon={<RefreshCw />} onClick={() => location.reload()}>
            {t('failed.reload')}
          </Button>
        </>
      }
    >
      <p>{t(isMeddling(error) ? 'failed.meddling' : 'failed.fault')}</p>
      <p>{t('failed.stays')}</p>
      <p>{t('failed.detail', { detail: String(error) })}</p>
    </Notice>
  );
  return isPage ? notice : <Panel title={part}>{notice}</Panel>;
}
