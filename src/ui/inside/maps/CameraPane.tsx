import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, type Problem } from '../../../engine/problem';
import { Button } from '../../controls';
import styles from './LookedAt.module.css';
import { openCamera, scaled } from './pictures';

export interface CameraPaneProps {
  onTake: (pixels: Uint8Array) => void;
  onProblem: (problem: Problem) => void;
  onClose: () => void;
}

/** What the camera sees, for as long as this is shown; a still of it is taken. */
export function CameraPane({ onTake, onProblem, onClose }: CameraPaneProps) {
  const { t } = useTranslation('inside');
  const { t: common } = useTranslation('common');
  const video = useRef<HTMLVideoElement>(null);
  const [isThere, setIsThere] = useState(false);
  const report = useRef(onProblem);
  useEffect(() => {
    report.current = onProblem;
  });
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | undefined;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    const open = async () => {
      stream = await openCamera();
      if (isOver) return stop();
      if (video.current) video.current.srcObject = stream;
    };
    open().catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      if (!isOver) report.current(error.problem);
    });
    return () => {
      isOver = true;
      stop();
    };
  }, []);
  const take = async () => {
    const { current } = video;
    if (!current) return;
    onTake(await scaled(current, current.videoWidth, current.videoHeight));
    onClose();
  };
  return (
    <div className={styles.pane}>
      <video ref={video} className={styles.video} autoPlay muted playsInline aria-label={t('camera.live')} onLoadedData={() => setIsThere(true)} />
      <div className={styles.buttons}>
        <Button size="small" variant="primary" icon={<Camera />} aria-disabled={!isThere} onClick={() => isThere && void take()}>
          {t('camera.take')}
        </Button>
        <Button size="small" onClick={onClose}>
          {common('cancel')}
        </Button>
      </div>
    </div>
  );
}
