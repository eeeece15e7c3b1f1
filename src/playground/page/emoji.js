// The emoji that a workspace of coffee drinkers needs, by their Slack names.

const TABLE = `
grinning:😀 smiley:😃 smile:😄 grin:😁 laughing:😆 sweat_smile:😅 joy:😂 rolling_on_the_floor_laughing:🤣
slightly_smiling_face:🙂 upside_down_face:🙃 wink:😉 blush:😊 innocent:😇 heart_eyes:😍 star-struck:🤩
kissing_heart:😘 yum:😋 stuck_out_tongue:😛 hugging_face:🤗 thinking_face:🤔 zipper_mouth_face:🤐
neutral_face:😐 expressionless:😑 smirk:😏 unamused:😒 face_with_rolling_eyes:🙄 grimacing:😬 relieved:😌
pensive:😔 sleepy:😪 sleeping:😴 mask:😷 dizzy_face:😵 face_with_cowboy_hat:🤠 partying_face:🥳 sunglasses:😎
nerd_face:🤓 confused:😕 worried:😟 slightly_frowning_face:🙁 open_mouth:😮 astonished:😲 flushed:😳
pleading_face:🥺 cry:😢 sob:😭 scream:😱 disappointed:😞 sweat:😓 tired_face:😫 triumph:😤 rage:😡
robot_face:🤖 ghost:👻 wave:👋 raised_hand:✋ ok_hand:👌 v:✌️ crossed_fingers:🤞 point_left:👈 point_right:👉
point_up:☝️ point_down:👇 +1:👍 thumbsup:👍 -1:👎 thumbsdown:👎 fist:✊ clap:👏 raised_hands:🙌 open_hands:👐
handshake:🤝 pray:🙏 writing_hand:✍️ muscle:💪 eyes:👀 eye:👁️ brain:🧠 speaking_head_in_silhouette:🗣️
bust_in_silhouette:👤 busts_in_silhouette:👥 walking:🚶 runner:🏃 dancer:💃 person_in_lotus_position:🧘
heart:❤️ orange_heart:🧡 yellow_heart:💛 green_heart:💚 blue_heart:💙 purple_heart:💜 brown_heart:🤎
black_heart:🖤 white_heart:🤍 broken_heart:💔 sparkling_heart:💖 two_hearts:💕 100:💯 boom:💥 dizzy:💫
speech_balloon:💬 thought_balloon:💭 zzz:💤 dog:🐶 cat:🐱 fox_face:🦊 bear:🐻 panda_face:🐼 owl:🦉 bee:🐝
butterfly:🦋 turtle:🐢 whale:🐳 unicorn_face:🦄 seedling:🌱 herb:🌿 four_leaf_clover:🍀 evergreen_tree:🌲
deciduous_tree:🌳 cactus:🌵 tulip:🌷 rose:🌹 sunflower:🌻 blossom:🌼 cherry_blossom:🌸 bouquet:💐 leaves:🍃
maple_leaf:🍁 mushroom:🍄 sunny:☀️ partly_sunny:⛅ cloud:☁️ rain_cloud:🌧️ rainbow:🌈 snowflake:❄️ zap:⚡ fire:🔥
star:⭐ star2:🌟 sparkles:✨ crescent_moon:🌙 earth_africa:🌍 earth_americas:🌎 earth_asia:🌏
apple:🍎 lemon:🍋 banana:🍌 strawberry:🍓 bread:🍞 croissant:🥐 pretzel:🥨 pancakes:🥞 pizza:🍕 cookie:🍪 cake:🍰
birthday:🎂 doughnut:🍩 chocolate_bar:🍫 coffee:☕ tea:🍵 teapot:🫖 bubble_tea:🧋 glass_of_milk:🥛 beers:🍻
tada:🎉 confetti_ball:🎊 balloon:🎈 gift:🎁 trophy:🏆 medal:🏅 dart:🎯 game_die:🎲 jigsaw:🧩 art:🎨 musical_note:🎵
headphones:🎧 guitar:🎸 clapper:🎬 bike:🚲 train:🚆 airplane:✈️ rocket:🚀 house:🏠 office:🏢 world_map:🗺️
watch:⌚ hourglass:⌛ hourglass_flowing_sand:⏳ alarm_clock:⏰ clock3:🕒 date:📅 calendar:📆 spiral_calendar_pad:🗓️
computer:💻 phone:☎️ iphone:📱 telephone_receiver:📞 movie_camera:🎥 video_camera:📹 camera:📷 mag:🔍
bulb:💡 book:📖 books:📚 bookmark:🔖 newspaper:📰 label:🏷️ envelope:✉️ email:📧 inbox_tray:📥 package:📦 pencil:📝
pencil2:✏️ memo:📝 clipboard:📋 pushpin:📌 round_pushpin:📍 paperclip:📎 link:🔗 scissors:✂️ lock:🔒 unlock:🔓 key:🔑
hammer:🔨 wrench:🔧 gear:⚙️ hammer_and_wrench:🛠️ shield:🛡️ test_tube:🧪 bell:🔔 no_bell:🔕 loudspeaker:📢 mega:📣
bar_chart:📊 chart_with_upwards_trend:📈 chart_with_downwards_trend:📉 warning:⚠️ no_entry:⛔ no_entry_sign:🚫
x:❌ heavy_check_mark:✔️ white_check_mark:✅ ballot_box_with_check:☑️ question:❓ grey_question:❔ exclamation:❗
heavy_plus_sign:➕ arrow_right:➡️ arrow_left:⬅️ arrow_up:⬆️ arrow_down:⬇️ arrows_counterclockwise:🔄
twisted_rightwards_arrows:🔀 repeat:🔁 fast_forward:⏩ pause_button:⏸️ double_vertical_bar:⏸️ arrow_forward:▶️
black_circle_for_record:⏺️ red_circle:🔴 large_orange_circle:🟠 large_yellow_circle:🟡 large_green_circle:🟢
large_blue_circle:🔵 white_circle:⚪ black_circle:⚫ new:🆕 ok:🆗 sos:🆘 information_source:ℹ️ palm_tree:🌴
one:1️⃣ two:2️⃣ three:3️⃣ four:4️⃣ five:5️⃣ hatching_chick:🐣 nest_with_eggs:🪺 potted_plant:🪴 couple:👫 family:👪
`;

const EMOJI = new Map(
  TABLE.trim().split(/\s+/).map((pair) => {
    const cut = pair.indexOf(':');
    return [pair.slice(0, cut), pair.slice(cut + 1)];
  }),
);

/**
 * The character for a Slack emoji name, or null when this table lacks it.
 * @param {string} name without colons
 * @returns {string|null}
 */
export function emoji(name) {
  return EMOJI.get(name) ?? null;
}
