/** What VS Code calls to draw the outputs of gait cells. */
export function activate(): { renderOutputItem(): void } {
  return { renderOutputItem: () => undefined };
}
