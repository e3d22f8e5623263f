import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLiveSettings } from './state/form';
import { startPreferences } from './state/preferences';
import { startSession } from './state/session';
import { App } from './ui/App';
import { startLearn } from './ui/learn/startLearn';
import './ui/theme/tokens.css';
import './ui/theme/base.css';

startPreferences();
startLiveSettings();
startLearn();
startSession();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
