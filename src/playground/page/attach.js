// Files that go along with what one writes.

import { fill, h } from './dom.js';
import { icon } from './icons.js';

/** The page and the workspace are on one machine, but pictures of a phone are large. */
const MOST_BYTES = 500_000;
const MOST = 5;

/**
 * @param {(words: string, fault?: boolean) => void} say
 * @returns {{node: HTMLElement, files: {name: string, data: string}[], choose: () => void, clear: () => void}}
 */
export function createAttachments(say) {
  const files = [];
  const picker = h('input', { type: 'file', multiple: true, hidden: true, 'aria-hidden': 'true', tabindex: -1, data: { attach: true }, on: { change: take } });
  const list = h('div', { class: 'sending', hidden: true });
  const node = h('div', {}, picker, list);

  async function take() {
    for (const file of picker.files) {
      if (file.size > MOST_BYTES) say(`${file.name} is larger than half a megabyte.`, true);
      else if (files.length >= MOST) say('Five files at once are the most.', true);
      else files.push({ name: file.name, data: await encoded(file) });
    }
    picker.value = '';
    draw();
  }

  function draw() {
    list.hidden = files.length === 0;
    fill(list, files.map((file) => h('span', { class: 'file' }, icon('file'), file.name,
      h('button', { type: 'button', class: 'btn-plain', 'aria-label': `Leave ${file.name} out`, on: { click: () => {
        files.splice(files.indexOf(file), 1);
        draw();
      } } }, icon('close')))));
  }

  return {
    node,
    files,
    choose: () => picker.click(),
    clear() {
      files.length = 0;
      draw();
    },
  };
}

/** The bytes as base64. */
function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
