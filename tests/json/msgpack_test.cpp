// msgpack against the table of its specification, against JSON, against hostile bytes, and against a foreign encoder.
#include "json/msgpack.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>

#include "json/write.hpp"
#include "support/temporary_directory.hpp"

namespace robson::json {
namespace {

std::string hex(std::string_view bytes) {
  std::string shown;
  for (const char c : bytes) shown += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return shown;
}
std::string bytes_of(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}
std::string packed(std::string_view json) {
  const auto bytes = write_msgpack(json);
  return bytes ? hex(*bytes) : bytes.error().text();
}
std::string because(std::string_view hex_bytes, const Limits& limits = {}) {
  const auto value = read_msgpack(bytes_of(hex_bytes), limits);
  return value ? "read" : value.error().text();
}

// The tree as JSON again.
std::string shown(const Value& value) {
  std::string out;
  switch (value.kind) {
    case Kind::null: return "null";
    case Kind::boolean: return value.truth ? "true" : "false";
    case Kind::number: return value.text;
    case Kind::text: write_text(out, value.text); return out;
    case Kind::array:
    case Kind::object: break;
  }
  const bool map = value.kind == Kind::object;
  out += map ? '{' : '[';
  for (const Value& child : value.children) {
    if (out.size() > 1) out += ',';
    if (map) {
      write_text(out, child.key);
      out += ':';
    }
    out += shown(child);
  }
  return out += map ? '}' : ']';
}
std::string there_and_back(std::string_view json) {
  const auto bytes = write_msgpack(json);
  if (!bytes) return bytes.error().text();
  const auto value = read_msgpack(*bytes);
  return value ? shown(*value) : value.error().text();
}

std::string many(std::size_t count, std::string_view one, char open, char close) {
  std::string json(1, open);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) json += ',';
    json += one;
  }
  return json += close;
}

TEST(Msgpack, an_integer_takes_the_smallest_form) {
  const std::vector<std::pair<std::string_view, std::string_view>> table = {
      {"0", "00"},
      {"127", "7f"},
      {"128", "cc80"},
      {"255", "ccff"},
      {"256", "cd0100"},
      {"65535", "cdffff"},
      {"65536", "ce00010000"},
      {"4294967295", "ceffffffff"},
      {"4294967296", "cf0000000100000000"},
      {"9223372036854775807", "cf7fffffffffffffff"},
      {"9223372036854775808", "cf8000000000000000"},
      {"18446744073709551615", "cfffffffffffffffff"},
      {"-1", "ff"},
      {"-32", "e0"},
      {"-33", "d0df"},
      {"-128", "d080"},
      {"-129", "d1ff7f"},
      {"-32768", "d18000"},
      {"-32769", "d2ffff7fff"},
      {"-2147483648", "d280000000"},
      {"-2147483649", "d3ffffffff7fffffff"},
      {"-9223372036854775808", "d38000000000000000"},
  };
  for (const auto& [json, expected] : table) {
    EXPECT_EQ(packed(json), expected) << json;
    EXPECT_EQ(there_and_back(json), json);
  }
}

TEST(Msgpack, other_numbers_are_float64) {
  EXPECT_EQ(packed("0.5"), "cb3fe0000000000000");
  EXPECT_EQ(packed("-0"), "cb8000000000000000");
  EXPECT_EQ(packed("1e3"), "cb408f400000000000");
  EXPECT_EQ(packed("18446744073709551616"), "cb43f0000000000000");
  EXPECT_EQ(packed("-9223372036854775809"), "cbc3e0000000000000");
  EXPECT_EQ(there_and_back("[0.1,-0,1e3,1.5e300]"), "[0.1,-0,1000,1.5e+300]");
  EXPECT_EQ(packed("1e999"), "expected numbers that a float64 can be near, got another one");
}

TEST(Msgpack, money_is_text_and_stays_text) {
  EXPECT_EQ(there_and_back(R"({"price":"88837.920000000001"})"), R"({"price":"88837.920000000001"})");
}

TEST(Msgpack, nothing_true_and_false_take_one_byte) {
  EXPECT_EQ(packed("[null,true,false]"), "93c0c3c2");
}

TEST(Msgpack, a_text_takes_the_smallest_form) {
  const auto head = [](std::size_t size) { return packed('"' + std::string(size, 'x') + '"').substr(0, 10); };
  EXPECT_EQ(packed(R"("")"), "a0");
  EXPECT_EQ(head(1), "a178");
  EXPECT_EQ(head(31), "bf78787878");
  EXPECT_EQ(head(32), "d920787878");
  EXPECT_EQ(head(255), "d9ff787878");
  EXPECT_EQ(head(256), "da01007878");
  EXPECT_EQ(head(65'535), "daffff7878");
  EXPECT_EQ(head(65'536), "db00010000");
  EXPECT_EQ(packed(R"("\u20ac\n")"), "a4e282ac0a");
  for (const std::size_t size : {0U, 31U, 32U, 255U, 256U, 65'535U, 65'536U}) {
    const std::string json = '"' + std::string(size, 'x') + '"';
    EXPECT_EQ(there_and_back(json), json) << size;
  }
}

TEST(Msgpack, an_array_and_a_map_take_the_smallest_form) {
  const auto head = [](const std::string& json) { return packed(json).substr(0, 10); };
  EXPECT_EQ(packed("[]"), "90");
  EXPECT_EQ(packed("{}"), "80");
  EXPECT_EQ(packed(R"({"a":1,"b":[2]})"), "82a16101a1629102");
  EXPECT_EQ(head(many(15, "0", '[', ']')), "9f00000000");
  EXPECT_EQ(head(many(16, "0", '[', ']')), "dc00100000");
  EXPECT_EQ(head(many(65'535, "0", '[', ']')), "dcffff0000");
  EXPECT_EQ(head(many(65'536, "0", '[', ']')), "dd00010000");
  EXPECT_EQ(head(many(15, R"("a":0)", '{', '}')), "8fa16100a1");
  EXPECT_EQ(head(many(16, R"("a":0)", '{', '}')), "de0010a161");
  EXPECT_EQ(head(many(65'535, R"("a":0)", '{', '}')), "deffffa161");
  EXPECT_EQ(head(many(65'536, R"("a":0)", '{', '}')), "df00010000");
  for (const std::size_t count : {0U, 15U, 16U, 65'535U, 65'536U}) {
    const std::string array = many(count, "0", '[', ']');
    const std::string map = many(count, R"("a":0)", '{', '}');
    EXPECT_TRUE(there_and_back(array) == array) << count;
    EXPECT_TRUE(there_and_back(map) == map) << count;
  }
}

TEST(Msgpack, any_form_of_a_value_is_read) {
  const auto read = [](std::string_view hex_bytes) {
    const auto value = read_msgpack(bytes_of(hex_bytes));
    return value ? shown(*value) : value.error().text();
  };
  EXPECT_EQ(read("cf0000000000000001"), "1");
  EXPECT_EQ(read("d3ffffffffffffffff"), "-1");
  EXPECT_EQ(read("d17fff"), "32767");
  EXPECT_EQ(read("db0000000161"), R"("a")");
  EXPECT_EQ(read("dd00000001c0"), "[null]");
  EXPECT_EQ(read("df00000001da000161c3"), R"({"a":true})");
  EXPECT_EQ(read("ca3fc00000"), "1.5");
}

TEST(Msgpack, bytes_that_end_too_early_are_a_fault) {
  EXPECT_EQ(because(""), "expected valid msgpack, got an end inside of a value at byte 0");
  EXPECT_EQ(because("cd01"), "expected valid msgpack, got an end inside of a value at byte 1");
  EXPECT_EQ(because("a361"), "expected valid msgpack, got an end inside of a text at byte 1");
  EXPECT_EQ(because("81a161"), "expected valid msgpack, got an end inside of a value at byte 3");
  const std::string whole = bytes_of(packed(R"({"a":[1,-70000,"text",null,true,0.5],"b":{"c":{}}})"));
  ASSERT_TRUE(read_msgpack(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_msgpack(std::string_view(whole).substr(0, size))) << size;
  }
}

TEST(Msgpack, bytes_after_the_value_are_a_fault) {
  EXPECT_EQ(because("c0c0"), "expected one msgpack value, got more bytes at byte 1");
}

TEST(Msgpack, what_json_does_not_have_is_refused) {
  const std::string wanted = "expected nil, true, false, a number, a text, an array or a map, got ";
  EXPECT_EQ(because("c40100"), wanted + "binary data at byte 0");
  EXPECT_EQ(because("91c6"), wanted + "binary data at byte 1");
  for (const char* extension : {"c70100", "c8", "c9", "d40000", "d5", "d6ff00000000", "d7", "d8"}) {
    EXPECT_EQ(because(extension), wanted + "an extension type at byte 0") << extension;
  }
  EXPECT_EQ(because("c1"), "expected valid msgpack, got the byte c1, which begins nothing, at byte 0");
  for (const char* number : {"cb7ff0000000000000", "cbfff0000000000000", "cb7ff8000000000000", "ca7f800000"}) {
    EXPECT_EQ(because(number).substr(0, 24), "expected a finite number") << number;
  }
}

TEST(Msgpack, a_key_is_a_text) {
  EXPECT_EQ(because("8101c0"), "expected a text as key, got another type at byte 1");
  EXPECT_EQ(because("81c40161c0"), "expected a text as key, got another type at byte 1");
  EXPECT_EQ(because("8190c0"), "expected a text as key, got another type at byte 1");
  EXPECT_EQ(because("81da0101" + hex(std::string(257, 'k')) + "c0"),
            "expected a key of at most 256 bytes, got a longer one at byte 4");
  EXPECT_EQ(because("81da0100" + hex(std::string(256, 'k')) + "c0"), "read");
}

TEST(Msgpack, text_is_utf8) {
  for (const char* text : {"a1ff", "a2c080", "a3eda080", "a4f4908080", "a2e282", "81a1ff00"}) {
    EXPECT_EQ(because(text).substr(0, 32), "expected valid UTF-8, got other ") << text;
  }
}

TEST(Msgpack, a_length_that_is_not_there_costs_nothing) {
  EXPECT_EQ(because("dbffffffff61"), "expected valid msgpack, got an end inside of a text at byte 5");
  EXPECT_EQ(because("ddffffffff00"), "expected valid msgpack, got fewer values than announced at byte 5");
  EXPECT_EQ(because("dfffffffffa16100"), "expected valid msgpack, got fewer values than announced at byte 5");
  EXPECT_EQ(because("82a16100"), "expected valid msgpack, got fewer values than announced at byte 1");
}

TEST(Msgpack, the_limits_are_those_of_json) {
  EXPECT_EQ(because("93000000", {.values = 3}), "expected at most 3 values, got more at byte 3");
  EXPECT_EQ(because("93000000", {.values = 4}), "read");
  EXPECT_EQ(because("93000000", {.bytes = 3}), "expected at most 3 bytes, got 4");
  EXPECT_EQ(because("919190", {.depth = 2}), "expected at most 2 levels, got more at byte 3");
  EXPECT_EQ(because("919190", {.depth = 3}), "read");
  const std::string deep = std::string(16, '[') + std::string(16, ']');
  EXPECT_EQ(there_and_back(deep), deep);
  EXPECT_FALSE(parse('[' + deep + ']'));
  EXPECT_EQ(because("91" + packed(deep)), "expected at most 16 levels, got more at byte 17");
  EXPECT_EQ(because(std::string(200'000, '9') + "0"), "expected at most 16 levels, got more at byte 17");
}

int number(int low, int high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, high + 1));
}

std::string any_text() {
  std::string out;
  const auto letters = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "B", "7", " ", "\"", "\\", "\n", "\x01", "\xc3\xa9", "\xe2\x82\xac",
                                    "\xf0\x9f\x98\x80", std::string(40, 'z')));
  std::string text;
  for (const auto& letter : letters) text += letter;
  write_text(out, text);
  return out;
}

// A whole number around a power of two, so around the boundaries of the forms.
std::string any_integer() {
  const int bit = number(0, 63);
  const std::uint64_t natural = (std::uint64_t{1} << bit) + static_cast<std::uint64_t>(number(-2, 2));
  if (natural == 0 || number(0, 1) == 0) return std::to_string(natural);
  return natural <= (std::uint64_t{1} << 63) ? '-' + std::to_string(natural) : std::to_string(natural);
}

std::string any_json(int levels) {
  switch (number(0, levels > 0 ? 6 : 4)) {
    case 0: return *rc::gen::element<std::string>("null", "true", "false");
    case 1:
    case 2: return any_integer();
    case 3:
    case 4: return any_text();
    default: break;
  }
  const bool map = number(0, 1) == 1;
  std::string json(1, map ? '{' : '[');
  const int count = number(0, 9) == 0 ? number(14, 40) : number(0, 5);
  for (int i = 0; i < count; ++i) {
    if (i > 0) json += ',';
    if (map) json += '"' + std::string("key") + std::to_string(i) + "\":";
    json += any_json(levels - 1);
  }
  return json += map ? '}' : ']';
}

RC_GTEST_PROP(MsgpackProperty, comes_back_as_the_same_json, ()) {
  const std::string json = any_json(4);
  const auto direct = parse(json);
  RC_ASSERT(direct.has_value());
  RC_ASSERT(there_and_back(json) == shown(*direct));
}

RC_GTEST_PROP(MsgpackProperty, a_float_comes_back_as_the_same_float, ()) {
  const auto value = *rc::gen::arbitrary<double>();
  const std::string json = fmt::format("{:.17e}", value);
  const auto bytes = write_msgpack(json);
  RC_ASSERT(bytes.has_value());
  RC_ASSERT(bytes->size() == 9U);
  const auto back = read_msgpack(*bytes);
  RC_ASSERT(back.has_value());
  RC_ASSERT(std::strtod(back->text.c_str(), nullptr) == value);
}

RC_GTEST_PROP(MsgpackProperty, any_bytes_are_a_value_or_a_fault, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  const auto value = read_msgpack(bytes);
  if (!value) {
    RC_ASSERT(!value.error().text().empty());
    return;
  }
  const auto again = write_msgpack(*value);
  RC_ASSERT(again.has_value());
  RC_ASSERT(again->size() <= bytes.size() + 4 * bytes.size());  // a float32 grows
  const auto same = read_msgpack(*again);
  RC_ASSERT(same.has_value());
  RC_ASSERT(shown(*same) == shown(*value));
}

// Debian's python3-msgpack packs the same JSON into the same bytes, and reads ours.
TEST(Msgpack, a_foreign_encoder_makes_the_same_bytes) {
  const support::TemporaryDirectory folder;
  const std::string path = (folder / "cases").string();
  std::ofstream cases(path);
  std::size_t written = 0;
  const auto add = [&](const std::string& json) {
    const auto bytes = write_msgpack(json);
    ASSERT_TRUE(bytes) << json;
    cases << hex(*bytes) << ' ' << json << '\n';
    ++written;
  };
  for (const int bit : {0, 5, 7, 8, 15, 16, 31, 32, 63}) {
    const std::uint64_t power = std::uint64_t{1} << bit;
    for (const std::uint64_t natural : {power - 1, power, power + 1}) {
      add(std::to_string(natural));
      if (natural > 0 && natural <= std::uint64_t{1} << 63) add('-' + std::to_string(natural));
    }
  }
  for (const char* real : {"0.1", "-2.5e-7", "1E5", "123456789.125", "1.7976931348623157e308", "5e-324"}) add(real);
  for (const std::size_t size : {0U, 1U, 31U, 32U, 255U, 256U, 65'535U, 65'536U}) {
    add('"' + std::string(size, 'x') + '"');
    add(many(size, "null", '[', ']'));
    std::string map = "{";
    for (std::size_t i = 0; i < size; ++i) map += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":0";
    add(map + '}');
  }
  add(R"({"type":"order_update","epoch":1767323045123,"seq":7,"data":{"price":"88837.92","note":"\u20ac \ud83d\ude00"}})");
  cases.close();
  const std::string script = std::string(ROBSON_SOURCE_DIR) + "/tests/json/foreign_msgpack.py";
  const int status = std::system(("/usr/bin/python3 '" + script + "' '" + path + "' 2>&1").c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127) GTEST_SKIP() << "python3-msgpack is not installed";
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_GE(written, 80U);
}

}  // namespace
}  // namespace robson::json
