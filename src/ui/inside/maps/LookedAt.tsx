import { Camera, ChevronLeft, ChevronRight, ImageUp, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTranslation } from 'react-i18next';
import { ProblemError, type Problem } from '../../../engine/problem';
import type { Area } from '../../../engine/explain/sight';
import { useProblemText } from '../../../i18n';
import { useInspected, type Origin } from '../../../state/inspected';
import { Button, IconButton, Notice, NumberField, Titled, useFormat } from '../../controls';
import { Picture } from '../../data/Picture';
import { useClassName } from '../../data/useClassName';
import { CameraPane } from './CameraPane';
import { DrawingPad } from './DrawingPad';
import { Framed } from './Framed';
import styles from './LookedAt.module.css';
import { pictureIn } from './pictures';

const SCALE = 7;

/** The picture that is looked at, with what a unit sees of it, and the ways to choose another: from the test set, a file, by hand, the camera. */
export function LookedAt({ area }: { area: Area | undefined }) {
  const { t } = useTranslation('inside');
  const { picture, show } = useInspected();
  const [making, setMaking] = useState<'drawn' | 'camera'>();
  const [problem, setProblem] = useState<Problem>();
  const say = useProblemText();
  const sayOrigin = useOriginText();
  const attempt = (work: Promise<void>) =>
    void work.catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      setProblem(error.problem);
    });
  const take = (pixels: Uint8Array, origin: Exclude<Origin, { kind: 'test' }>) => {
    setProblem(undefined);
    show(pixels, origin);
  };
  const read = async ([file]: readonly File[]) => {
    if (!file) return;
    setMaking(undefined);
    take(await pictureIn(file), { kind: 'file', name: file.name });
  };
  const drop = useDropzone({ onDrop: (files) => attempt(read(files)), noClick: true, noKeyboard: true, multiple: false });
  return (
    <div {...drop.getRootProps({ className: styles.looked, role: undefined, tabIndex: undefined })}>
      <Titled title={t('picture.title')}>
        {problem && (
          <Notice tone="error" onDismiss={() => setProblem(undefined)}>
            {say(problem)}
          </Notice>
        )}
        {making === 'drawn' && (
          <DrawingPad pixels={picture?.pixels} onDraw={(pixels) => take(pixels, { kind: 'drawn' })} onClose={() => setMaking(undefined)} />
        )}
        {making === 'camera' && (
          <CameraPane
            onTake={(pixels) => take(pixels, { kind: 'camera' })}
            onProblem={(found) => {
              setMaking(undefined);
              setProblem(found);
            }}
            onClose={() => setMaking(undefined)}
          />
        )}
        {!making && picture && (
          <Framed area={area} scale={SCALE}>
            <Picture pixels={picture.pixels} scale={SCALE} label={sayOrigin(picture.origin)} />
          </Framed>
        )}
        <p className={styles.origin}>{picture ? sayOrigin(picture.origin) : t('picture.waiting')}</p>
        <TestPictures />
        <div className={styles.buttons}>
          <Button size="small" icon={<ImageUp />} onClick={drop.open}>
            {t('picture.file')}
          </Button>
          <Button size="small" icon={<Pencil />} aria-pressed={making === 'drawn'} onClick={() => setMaking(making === 'drawn' ? undefined : 'drawn')}>
            {t('picture.draw')}
          </Button>
          <Button size="small" icon={<Camera />} aria-pressed={making === 'camera'} onClick={() => setMaking(making === 'camera' ? undefined : 'camera')}>
            {t('picture.camera')}
          </Button>
        </div>
      </Titled>
      <input {...drop.getInputProps({ 'aria-label': t('picture.fileInput'), accept: 'image/*' })} />
      {drop.isDragActive && <div className={styles.over}>{t('picture.over')}</div>}
    </div>
  );
}

/** Says where a picture is from. */
function useOriginText(): (origin: Origin) => string {
  const { t } = useTranslation('inside');
  const className = useClassName();
  const format = useFormat();
  return (origin) => {
    switch (origin.kind) {
      case 'test':
        return t('picture.fromTest', { index: format.place(origin.index), name: className(origin.classNames[origin.label] ?? '') });
      case 'file':
        return t('picture.fromFile', { name: origin.name });
      case 'drawn':
        return t('picture.fromHand');
      case 'camera':
        return t('picture.fromCamera');
    }
  };
}

/** Walks through the test set. */
function TestPictures() {
  const { t } = useTranslation('inside');
  const { picture, testCount, showTest } = useInspected();
  const [last, setLast] = useState(0);
  const index = picture?.origin.kind === 'test' ? picture.origin.index : last;
  const go = (to: number) => {
    const next = (to + testCount) % testCount;
    setLast(next);
    showTest(next);
  };
  if (testCount === 0) return null;
  return (
    <div className={styles.test}>
      <NumberField label={t('picture.index')} value={index} min={0} max={testCount - 1} integer commit="settled" onChange={go} />
      <IconButton variant="plain" size="small" label={t('picture.previous')} icon={<ChevronLeft />} onClick={() => go(index - 1)} />
      <IconButton variant="plain" size="small" label={t('picture.next')} icon={<ChevronRight />} onClick={() => go(index + 1)} />
    </div>
  );
}
