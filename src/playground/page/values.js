// The values of a form: what stands in each field, in the shape of Slack's `view.state.values`.

const NAMES = {
  plain_text_input: 'value', number_input: 'value', email_text_input: 'value', url_text_input: 'value',
  static_select: 'selected_option', radio_buttons: 'selected_option', external_select: 'selected_option',
  multi_static_select: 'selected_options', checkboxes: 'selected_options',
  users_select: 'selected_user', multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation', multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel', multi_channels_select: 'selected_channels',
  datepicker: 'selected_date', timepicker: 'selected_time', datetimepicker: 'selected_date_time',
};

const INITIAL = {
  value: 'initial_value', selected_option: 'initial_option', selected_options: 'initial_options',
  selected_user: 'initial_user', selected_users: 'initial_users', selected_conversation: 'initial_conversation',
  selected_conversations: 'initial_conversations', selected_channel: 'initial_channel',
  selected_channels: 'initial_channels', selected_date: 'initial_date', selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
};

/** The name of the field that holds the value of such an element, or undefined. */
export function valueName(type) {
  return NAMES[type];
}

/** A value object, e.g. `{type: 'datepicker', selected_date: '2026-12-01'}`. */
export function valueOf(element, content) {
  return { type: element.type, [NAMES[element.type]]: content };
}

/** What an element holds before anybody touched it. */
export function initialValue(element) {
  const name = NAMES[element.type];
  const empty = name?.endsWith('s') ? [] : null;
  return valueOf(element, element[INITIAL[name]] ?? empty);
}

/** Gives blocks and elements without ids the ids that they have by their place. */
export function withIds(blocks) {
  const named = (element, index) => (element && typeof element === 'object' ? { ...element, action_id: element.action_id ?? `action-${index}` } : element);
  return (blocks ?? []).map((block, index) => {
    const whole = { ...block, block_id: block.block_id ?? `block-${index}` };
    if (block.element) whole.element = named(block.element, 0);
    if (block.accessory) whole.accessory = named(block.accessory, 0);
    if (block.type === 'actions') whole.elements = (block.elements ?? []).map(named);
    return whole;
  });
}

/**
 * What was typed into a view. It outlives the view's redrawing: a field keeps its value as long
 * as its block and action keep their ids.
 * @param {import('./state.js').View} view
 */
export function createForm(view) {
  const typed = new Map();
  const key = (block, action) => JSON.stringify([block, action]);
  const form = {
    view,
    errors: {},
    get: (block, element) => typed.get(key(block, element.action_id)) ?? fromServer(form.view, block, element) ?? initialValue(element),
    set: (block, element, content) => typed.set(key(block, element.action_id), valueOf(element, content)),
    /** All values of the blocks as they stand. */
    values() {
      const all = {};
      for (const { block, element } of fieldsOf(form.view.blocks)) {
        all[block.block_id] ??= {};
        all[block.block_id][element.action_id] = form.get(block.block_id, element);
      }
      return all;
    },
  };
  return form;
}

function fromServer(view, block, element) {
  const values = view.state?.values ?? view.state;
  const value = values?.[block]?.[element.action_id];
  return value?.type === element.type ? value : undefined;
}

function fieldsOf(blocks) {
  return blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.type === 'actions' ? block.elements : [])]
      .filter((element) => element && NAMES[element.type])
      .map((element) => ({ block, element })),
  );
}

/**
 * What Slack's own client would not let through.
 * @returns {Record<string, string>} a sentence by block
 */
export function check(form) {
  const errors = {};
  for (const { block, element } of fieldsOf(form.view.blocks)) {
    if (block.type !== 'input') continue;
    const error = fault(element, form.get(block.block_id, element), Boolean(block.optional));
    if (error) errors[block.block_id] = error;
  }
  return errors;
}

function fault(element, value, optional) {
  const content = value[NAMES[element.type]];
  const empty = content === null || content === undefined || content.length === 0;
  if (empty) return optional ? null : 'Please complete this required field.';
  if (element.type === 'number_input') return numberFault(element, content);
  if (element.min_length && content.length < element.min_length) return `Please write at least ${element.min_length} characters.`;
  if (element.max_length && content.length > element.max_length) return `Please write at most ${element.max_length} characters.`;
  if (element.max_selected_items && content.length > element.max_selected_items) return `Please choose at most ${element.max_selected_items}.`;
  return null;
}

function numberFault(element, content) {
  const number = Number(content);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value)) return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `Please enter ${element.max_value} or less.`;
  return null;
}
