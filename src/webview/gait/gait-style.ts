/** The style of events and curves; `--left` and `--right` are the colours of the sides. */
export const gaitStyle = `
.gait header { margin-bottom: 4px; }
.beside { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: flex-start; }
.beside .player { flex: 3 1 560px; min-width: 0; }
.notes { flex: 1 1 260px; }
.toolbar { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; min-height: 30px; }
.count { min-width: 13em; color: var(--vscode-descriptionForeground); }
.count.open { color: var(--vscode-foreground); font-weight: 600; }
.why { display: inline-flex; gap: 6px; align-items: center; flex: 1 1 200px; max-width: 320px; }
.field { flex: 1; min-width: 80px; font: inherit; padding: 3px 6px; color: var(--vscode-input-foreground);
  background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, transparent); border-radius: 2px; }
.field::placeholder { color: var(--vscode-input-placeholderForeground, var(--vscode-descriptionForeground)); }
.said { min-height: 1.5em; color: var(--vscode-descriptionForeground); }
.lane { display: block; overflow: visible; touch-action: pan-y; }
.lane text { font-size: 12px; font-family: inherit; user-select: none; }
.lane-ground { fill: transparent; }
.row.left, .stance.left { fill: var(--left); }
.row.right, .stance.right { fill: var(--right); }
.stance { opacity: 0.35; }
.hit { fill: transparent; }
.mark { cursor: ew-resize; outline: none; }
.mark.fixed { cursor: pointer; }
.mark.left { --side: var(--left); } .mark.right { --side: var(--right); }
.mark path { stroke: var(--side); stroke-width: 1.5; fill: var(--vscode-editor-background); stroke-linejoin: round; }
.mark.heel_strike path { fill: var(--side); }
.mark.by-hand path { stroke: var(--vscode-foreground); stroke-width: 2; }
.mark.deleted { opacity: 0.7; cursor: pointer; }
.mark:hover path { stroke-width: 3; }
.mark.selected .hit, .mark:focus-visible .hit { stroke: var(--vscode-focusBorder, currentColor); stroke-width: 1.5; rx: 3; }
.mark:focus-visible .hit { stroke-width: 2.5; }
.trail { fill: none; stroke-width: 1.5; stroke-dasharray: 3 2; }
.trail.left, .event-rule.left { stroke: var(--left); }
.trail.right, .event-rule.right { stroke: var(--right); }
.bubble { font-size: 12px; font-family: inherit; fill: var(--vscode-foreground); paint-order: stroke;
  stroke: var(--vscode-editor-background); stroke-width: 4px; stroke-linejoin: round; pointer-events: none; }
.moment-rule { stroke: var(--vscode-foreground); stroke-width: 1.5; pointer-events: none; }
.curves { position: relative; }
.curves-overlay { position: absolute; inset: 0; cursor: crosshair; touch-action: pan-y; }
.curves-overlay svg { display: block; pointer-events: none; overflow: visible; }
.curves-overlay.held { cursor: default; }
.event-rule { stroke-width: 1; opacity: 0.65; }
.event-rule.toe_off { stroke-dasharray: 1 3; }
.event-rule.by-hand { stroke-width: 3; }
.event-rule.moving { stroke-width: 3; opacity: 1; }
`;
