/** Language of the cells that are steps. */
export const gaitLanguage = 'gait';

/** Our own notebooks, and Jupyter's, in which gait cells run too. */
export const notebookTypes = ['gait-notebook', 'jupyter-notebook'] as const;
export const gaitNotebookType = notebookTypes[0];
export const jupyterNotebookType = notebookTypes[1];

/** The renderer of our outputs, as `package.json` names it. */
export const rendererId = 'gait-renderer';
