(function () {
  "use strict";
  const form = document.getElementById("search-form");
  const field = document.getElementById("search");
  const none = document.getElementById("search-none");
  // Case and accents don't matter, in any script.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const items = Array.from(document.querySelectorAll(".listed li"));
  const texts = items.map((item) => plain(item.textContent + " " + item.dataset.search));
  const search = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    items.forEach((item, nth) => {
      const fits = words.every((word) => texts[nth].includes(word));
      item.hidden = !fits;
      found += fits ? 1 : 0;
    });
    none.hidden = found > 0;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
})();
