import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Section } from '../state/sections';
import styles from './App.module.css';
import { HintProvider } from './controls';
import { CurvesPanel } from './curves/CurvesPanel';
import { DataPanel } from './data/DataPanel';
import { EvaluationPanel } from './evaluation/EvaluationPanel';
import { Columns } from './frame/Columns';
import { Guard } from './frame/Guard';
import { Header } from './frame/Header';
import { OtherTabNotice } from './frame/OtherTabNotice';
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

/** A section that fails is told in its place, and the rest goes on. */
const guarded = (section: Section, panel: ReactNode) => <Guard of={section}>{panel}</Guard>;

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
        <Guard of="controls">
          <Header />
        </Guard>
        <div className={styles.notices}>
          <Guard of="notices">
            <Unavailable />
            <RunProblem />
            <OtherTabNotice />
            <RestartNotice />
          </Guard>
        </div>
        <Columns
          sections={{
            data: guarded('data', <DataPanel />),
            training: guarded('training', <TrainingPanel />),
            network: guarded('network', <NetworkPanel />),
            curves: guarded('curves', <CurvesPanel />),
            predictions: guarded('predictions', <PredictionsPanel />),
            learn: guarded('learn', <LearnPanel />),
            inside: guarded('inside', <InsidePanel />),
            evaluation: guarded('evaluation', <EvaluationPanel />),
            profile: guarded('profile', <ProfilePanel />),
          }}
        />
      </div>
    </HintProvider>
  );
}
