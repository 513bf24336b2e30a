/** The style of players. Of the slider's ends half a thumb is cut off, so that it and the strip above it agree. */
export const poseStyle = `
/* The controls stand beside the picture where there is room for both, else below it. */
.player { --thumb: 14px; display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: flex-start; }
.panel { flex: 1 1 340px; min-width: 0; }
.stage { flex: 0 1 var(--most-width); min-width: 0; max-width: 100%; overflow: hidden; background: var(--vscode-editorWidget-background, transparent);
  border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)); border-radius: 3px;
  cursor: pointer; }
.stage canvas { display: block; width: 100%; height: 100%; }
.strip-caption { margin: 0 calc(var(--thumb) / 2); color: var(--vscode-descriptionForeground); }
.strip { position: relative; height: 26px; margin: 2px calc(var(--thumb) / 2) 0; cursor: pointer; touch-action: none; }
.strip svg { display: block; width: 100%; height: 100%; background: var(--vscode-editorWidget-background, transparent); }
.strip-area { fill: var(--vscode-charts-blue, var(--vscode-foreground)); opacity: 0.45; }
.strip-gap { fill: var(--vscode-errorForeground); opacity: 0.55; }
.strip-rule { position: absolute; top: 0; bottom: 0; width: 2px; margin-left: -1px; background: var(--vscode-foreground);
  pointer-events: none; }
.slider { -webkit-appearance: none; appearance: none; display: block; width: 100%; height: 20px; margin: 0;
  background: transparent; cursor: pointer; }
.slider::-webkit-slider-runnable-track { height: 3px; border-radius: 2px; background: var(--vscode-descriptionForeground); }
.slider::-webkit-slider-thumb { -webkit-appearance: none; width: var(--thumb); height: var(--thumb); margin-top: -5.5px;
  border-radius: 50%; border: 2px solid var(--vscode-editor-background); background: var(--vscode-foreground); }
.slider:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; min-height: 32px; }
/* A line of its own: it is longer at some frames, and nothing may jump while a player runs. */
.controls .position { flex: 1 0 100%; text-align: right; font-variant-numeric: tabular-nums; }
.sides { display: inline-flex; gap: 8px; } .side.left { color: var(--left); } .side.right { color: var(--right); }
.note { color: var(--vscode-descriptionForeground); }
`;
