import { useTranslation } from 'react-i18next';
import styles from './App.module.css';
import { HintProvider } from './controls';
import { CurvesPanel } from './curves/CurvesPanel';
import { DataPanel } from './data/DataPanel';
import { Columns } from './frame/Columns';
import { Header } from './frame/Header';
import { RestartNotice } from './frame/RestartNotice';
import { RunProblem } from './frame/RunProblem';
import { useUndoShortcuts } from './frame/undoShortcuts';
import { InsidePanel } from './inside/InsidePanel';
import { LearnPanel } from './learn/LearnPanel';
import { NetworkPanel } from './network/NetworkPanel';
import { PredictionsPanel } from './predictions/PredictionsPanel';
import { ProfilePanel } from './profile/ProfilePanel';
import { TrainingPanel } from './training/TrainingPanel';
import { Unavailable } from './unavailable/Unavailable';

/** The frame of the page: where each part stands. */
export function App() {
  const { t } = useTranslation();
  useUndoShortcuts();
  return (
    <HintProvider>
      <div className={styles.page}>
        <a className={styles.skip} href="#run">
          {t('skip')}
        </a>
        <Header />
        <div className={styles.notices}>
          <Unavailable />
          <RunProblem />
          <RestartNotice />
        </div>
        <Columns
          sections={{
            data: <DataPanel />,
            training: <TrainingPanel />,
            network: <NetworkPanel />,
            curves: <CurvesPanel />,
            predictions: <PredictionsPanel />,
            learn: <LearnPanel />,
            inside: <InsidePanel />,
            profile: <ProfilePanel />,
          }}
        />
      </div>
    </HintProvider>
  );
}
