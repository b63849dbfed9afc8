/* Photos of a phone are made smaller before they are sent, so that several fit at once; what the browser cannot open is
   sent as it is, and judged there. */
"use strict";
(() => {
  const LONGEST = 2560, LARGE = 1024 * 1024, QUALITY = 0.85;
  const MOST_FILES = 8, MOST_BYTES = 10 * LARGE;

  async function smaller(file) {
    if (!/^image\//.test(file.type) || file.size <= LARGE) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * by);
      canvas.height = Math.round(picture.height * by);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
      if (!made || made.size >= file.size) return file;
      return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    } catch {
      return file;
    }
  }

  // Said before anything is sent: more than this is not taken at once.
  function judge(input) {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const said = input.files.length > MOST_FILES ? `Choose ${MOST_FILES} files at most.`
      : size > MOST_BYTES ? "Together these files are larger than 10 MB. Choose fewer or smaller ones." : "";
    input.setCustomValidity(said);
    if (said) input.reportValidity();
  }

  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-photos]")) return;
    if (window.createImageBitmap) await shrink(input);
    judge(input);
  });

  document.addEventListener("submit", (event) => {
    const input = event.target.querySelector("input[type=file][data-photos]");
    if (input && !input.checkValidity()) {
      event.preventDefault();
      input.reportValidity();
    }
  });

  async function shrink(input) {
    const chosen = [...input.files];
    const made = await Promise.all(chosen.map(smaller));
    // Another choice may have been made meanwhile.
    if ([...input.files].some((file, number) => file !== chosen[number])) return;
    if (made.every((file, number) => file === chosen[number])) return;
    const list = new DataTransfer();
    for (const file of made) list.items.add(file);
    input.files = list.files;
    input.dataset.photos = "smaller";
  }
})();
