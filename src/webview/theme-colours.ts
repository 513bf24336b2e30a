import type { ChartTheme } from '../shared/charts/chart-theme';
import type { Side } from '../shared/results';

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** Colours as canvas and charts take them; the style sheet uses VS Code's variables themselves. */
export interface ThemeColours extends ChartTheme {
  /** Of what can be acted on or has the focus. */
  readonly accent: string;
}

export interface OutputTheme {
  readonly kind: ThemeKind;
  readonly colours: ThemeColours;
  readonly fontFamily: string;
}

/** Blue and vermilion, told apart with any common colour vision, as far from each ground as they must be. */
const sideColours: Record<ThemeKind, Record<Side, string>> = {
  light: { left: '#0072b2', right: '#c75200' },
  dark: { left: '#56b4e9', right: '#f0883e' },
  'high-contrast': { left: '#6cc4ff', right: '#ff9d4d' },
  'high-contrast-light': { left: '#00528a', right: '#9a3d00' },
};

/** Of grids, axes and what is of neither side: VS Code has no colours that are quiet in every theme. */
const quietColours: Record<ThemeKind, { grid: string; muted: string }> = {
  light: { grid: '#e3e6ea', muted: '#6b7684' },
  dark: { grid: '#3a3d41', muted: '#8d99a6' },
  'high-contrast': { grid: '#4d4d4d', muted: '#c8ced4' },
  'high-contrast-light': { grid: '#cccccc', muted: '#4a525b' },
};

/** Which variables a colour is looked for in, and what it is where VS Code sets none of them. */
const sources = {
  ink: { variables: ['--vscode-foreground'], onLight: '#3b3b3b', onDark: '#cccccc' },
  paper: {
    variables: ['--vscode-notebook-outputContainerBackgroundColor', '--vscode-editor-background'],
    onLight: '#ffffff',
    onDark: '#1f1f1f',
  },
  alarm: { variables: ['--vscode-errorForeground'], onLight: '#b3261e', onDark: '#ff8a80' },
  accent: { variables: ['--vscode-focusBorder'], onLight: '#005fb8', onDark: '#3794ff' },
} as const;

/** The kind that VS Code writes on the page's body. */
export function themeKindOf(attribute: string | null | undefined): ThemeKind {
  const name = attribute?.replace(/^vscode-/, '');
  return name === 'dark' || name === 'high-contrast' || name === 'high-contrast-light' ? name : 'light';
}

/**
 * The theme from VS Code's variables.
 * @param valueOf the value of a CSS variable; empty where it is not set.
 */
export function themeOf(kind: ThemeKind, valueOf: (variable: string) => string): OutputTheme {
  const isDark = kind === 'dark' || kind === 'high-contrast';
  const colour = (name: keyof typeof sources): string => {
    const { variables, onLight, onDark } = sources[name];
    const found = variables.map((variable) => valueOf(variable).trim()).find((value) => value !== '');
    return found ?? (isDark ? onDark : onLight);
  };
  return {
    kind,
    colours: {
      ink: colour('ink'),
      ...quietColours[kind],
      paper: colour('paper'),
      alarm: colour('alarm'),
      accent: colour('accent'),
      sideColours: sideColours[kind],
    },
    fontFamily: valueOf('--vscode-font-family').trim() || 'system-ui, sans-serif',
  };
}
