/** Takes the window from the screen, so that nothing in it is drawn; the function that it gives brings it back. */
export async function hideWindow(page) {
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const become = (windowState) =>
    session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  await become('minimized');
  return async () => {
    await become('normal');
    await session.detach();
  };
}
