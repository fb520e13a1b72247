"""Full screen: what was pressed last is what comes, however slow the screen is to follow."""

JS = r"""
// The player's own state follows the document a frame later, and a change takes several: asked in
// between, vidstack asks for what is already on its way. So the document decides, and what is pressed
// while a change is under way is done after it.
const isFull = (player) => document.fullscreenElement === player.el;

const screenWish = { isFull: false, isMoving: false };

// A browser may say that it is done before the document shows it.
const SCREEN_SECONDS = 2;
const screenTold = () => new Promise((tell) => {
  for (const name of ["fullscreenchange", "fullscreenerror"]) document.addEventListener(name, tell, { once: true });
  setTimeout(tell, SCREEN_SECONDS * 1000);
});

async function moveScreen(player, toFull) {
  if (!toFull) { await document.exitFullscreen(); return; }
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  await player.el.requestFullscreen();
}

async function toggleFull(player, remote) {
  // Phones without full screen for elements show the video alone: vidstack knows how.
  if (!document.fullscreenEnabled) { remote.toggleFullscreen(); return; }
  screenWish.isFull = !(screenWish.isMoving ? screenWish.isFull : isFull(player));
  if (screenWish.isMoving) return;
  screenWish.isMoving = true;
  try {
    while (screenWish.isFull !== isFull(player)) {
      const wished = screenWish.isFull, told = screenTold();
      await moveScreen(player, wished);
      if (wished !== isFull(player)) await told;
      if (wished !== isFull(player)) break;   // refused: the screen stays as it is
    }
  } finally {
    screenWish.isMoving = false;
  }
}
"""
