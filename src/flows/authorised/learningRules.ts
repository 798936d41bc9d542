/** What the tagger learns from and how good it is: of the whole organisation, for those who see all of it. */
import type { CorpusStore } from '../../store/corpusStore.js';
import type { InstallationStore } from '../../store/installationStore.js';
import type { OwnThemeStore } from '../../store/ownThemeStore.js';
import type { QualityStore } from '../../store/qualityStore.js';
import type { Rules } from './rules.js';
import { serviceOnly } from './rules.js';
import type { Rights } from './view.js';

/** Themes and heads themselves tell nothing about anybody; whoever sees tags may know what gave them. */
const KNOW: Rights = ['figures.read', 'comments.read', 'themes.edit', 'training.run'];
const LEARN: Rights = ['themes.edit', 'training.run', 'tags.correct', 'serious.edit', 'panel.lead'];

export const installationRules: Rules<InstallationStore> = {
  currentInstallation: (view) => {
    view.need(KNOW);
    return view.store.currentInstallation();
  },
  listInstallations: (view, limit) => {
    view.need(KNOW);
    return view.store.listInstallations(limit);
  },
  getTaxonomy: (view, version) => {
    view.need(KNOW);
    return view.store.getTaxonomy(version);
  },
  getHeads: (view, version) => {
    view.need(KNOW);
    return view.store.getHeads(version);
  },
  install: serviceOnly,
  saveHeads: serviceOnly,
  startRun: serviceOnly,
  finishRun: serviceOnly,
  listRuns: (view, limit, kind) => {
    view.needWhole('figures.read');
    return view.store.listRuns(limit, kind);
  },
};

export const corpusRules: Rules<CorpusStore> = {
  walkComments: (view, filter, afterId, limit) => {
    view.needWhole(LEARN);
    return view.store.walkComments(filter, afterId, limit);
  },
  walkTaggedWith: serviceOnly,
  sampleComments: (view, filter, size, seed) => {
    view.needWhole(LEARN);
    return view.store.sampleComments(filter, size, seed);
  },
};

export const ownThemeRules: Rules<OwnThemeStore> = {
  listOwnThemes: (view) => {
    view.needWhole('themes.edit');
    return view.store.listOwnThemes();
  },
  getOwnTheme: (view, key) => {
    view.needWhole('themes.edit');
    return view.store.getOwnTheme(key);
  },
  saveOwnTheme: (view, draft) => {
    view.needWhole('themes.edit');
    return view.store.saveOwnTheme(draft);
  },
  updateOwnTheme: (view, key, change) => {
    view.needWhole('themes.edit');
    return view.store.updateOwnTheme(key, change);
  },
  deleteOwnTheme: (view, key) => {
    view.needWhole('themes.edit');
    return view.store.deleteOwnTheme(key);
  },
  ownThemeCandidates: (view, key) => {
    view.needWhole('themes.edit');
    return view.store.ownThemeCandidates(key);
  },
  replaceOwnThemeCandidates: serviceOnly,
  rescoreOwnThemeCandidates: (view, key, scores) => {
    view.needWhole('themes.edit');
    return view.store.rescoreOwnThemeCandidates(key, scores);
  },
};

export const qualityRules: Rules<QualityStore> = {
  readQualityMonths: serviceOnly,
  saveQualityMonth: serviceOnly,
};
