// MessagePack on the wire (github.com/msgpack/msgpack, spec.md). Everything is big-endian. The first byte says what it
// is, and for what is small also how much:
//
//   00-7f  the number itself     c0     nil              ca cb        float32, float64
//   80-8f  map of 0-15           c1     never            cc cd ce cf  unsigned of 1, 2, 4, 8 bytes
//   90-9f  array of 0-15         c2 c3  false, true      d0 d1 d2 d3  signed of 1, 2, 4, 8 bytes
//   a0-bf  text of 0-31 bytes    c4-c6  bin              d9 da db     text, its length in 1, 2, 4 bytes
//   e0-ff  -32 to -1             c7-c9, d4-d8  ext       dc dd, de df array, map, their count in 2, 4 bytes
#include "json/msgpack.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/ensure.hpp"
#include "base/utf8.hpp"

namespace robson::json {
namespace {

class Writer {
 public:
  std::string bytes{};

  bool put(const Value& value) {
    switch (value.kind) {
      case Kind::null: byte(0xc0); return true;
      case Kind::boolean: byte(value.truth ? 0xc3 : 0xc2); return true;
      case Kind::number: return put_number(value.text);
      case Kind::text: put_text(value.text); return true;
      case Kind::array:
      case Kind::object: return put_children(value);
    }
    return false;
  }

 private:
  void byte(unsigned value) { bytes.push_back(static_cast<char>(value)); }
  void big_endian(unsigned first, std::uint64_t value, unsigned size) {
    byte(first);
    for (unsigned left = size; left-- > 0;) byte(static_cast<unsigned>(value >> (8 * left)) & 0xffU);
  }

  bool put_number(std::string_view digits) {
    const char* end = digits.data() + digits.size();
    const auto all_of_it = [end](std::from_chars_result parsed) {
      return parsed.ec == std::errc{} && parsed.ptr == end;
    };
    std::uint64_t natural = 0;
    if (all_of_it(std::from_chars(digits.data(), end, natural))) {
      put_natural(natural);
      return true;
    }
    std::int64_t negative = 0;
    if (all_of_it(std::from_chars(digits.data(), end, negative)) && negative != 0) {
      put_negative(negative);
      return true;
    }
    double real = 0;
    if (!all_of_it(std::from_chars(digits.data(), end, real)) || !std::isfinite(real)) return false;
    big_endian(0xcb, std::bit_cast<std::uint64_t>(real), 8);
    return true;
  }

  void put_natural(std::uint64_t value) {
    if (value <= 0x7f) {
      byte(static_cast<unsigned>(value));
    } else if (value <= 0xff) {
      big_endian(0xcc, value, 1);
    } else if (value <= 0xffff) {
      big_endian(0xcd, value, 2);
    } else if (value <= 0xffff'ffff) {
      big_endian(0xce, value, 4);
    } else {
      big_endian(0xcf, value, 8);
    }
  }

  void put_negative(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);  // two's complement; the low bytes are the shorter form
    if (value >= -32) {
      byte(static_cast<unsigned>(bits & 0xffU));
    } else if (value >= std::numeric_limits<std::int8_t>::min()) {
      big_endian(0xd0, bits, 1);
    } else if (value >= std::numeric_limits<std::int16_t>::min()) {
      big_endian(0xd1, bits, 2);
    } else if (value >= std::numeric_limits<std::int32_t>::min()) {
      big_endian(0xd2, bits, 4);
    } else {
      big_endian(0xd3, bits, 8);
    }
  }

  void put_text(std::string_view text) {
    ensure(text.size() <= 0xffff'ffff, "a text is shorter than 4 GiB");
    if (text.size() <= 31) {
      byte(0xa0U | static_cast<unsigned>(text.size()));
    } else if (text.size() <= 0xff) {
      big_endian(0xd9, text.size(), 1);
    } else if (text.size() <= 0xffff) {
      big_endian(0xda, text.size(), 2);
    } else {
      big_endian(0xdb, text.size(), 4);
    }
    bytes.append(text);
  }

  bool put_children(const Value& value) {
    const bool map = value.kind == Kind::object;
    const std::size_t count = value.children.size();
    ensure(count <= 0xffff'ffff, "a value has fewer than 2^32 children");
    if (count <= 15) {
      byte((map ? 0x80U : 0x90U) | static_cast<unsigned>(count));
    } else if (count <= 0xffff) {
      big_endian(map ? 0xde : 0xdc, count, 2);
    } else {
      big_endian(map ? 0xdf : 0xdd, count, 4);
    }
    for (const Value& child : value.children) {
      if (map) put_text(child.key);
      if (!put(child)) return false;
    }
    return true;
  }
};

// Reads by descent; a step that fails leaves a fault, and everybody above goes home.
class Reader {
 public:
  Reader(std::string_view bytes, const Limits& limits)
      : bytes_(bytes), depth_left_(limits.depth), values_left_(limits.values), limits_(limits) {}

  Result<Value, Fault> one() {
    Value root;
    if (!take(root)) return Unexpected(std::move(*fault_));
    if (at_ != bytes_.size()) return Unexpected(Fault{"", "one msgpack value", "more bytes" + here()});
    return root;
  }

 private:
  std::string here() const { return " at byte " + std::to_string(at_); }
  bool fail(std::string expected, std::string_view got) {
    fault_ = Fault{"", std::move(expected), std::string(got) + here()};
    return false;
  }

  // The next `size` bytes as an unsigned number.
  std::optional<std::uint64_t> number(unsigned size) {
    if (bytes_.size() - at_ < size) {
      fail("valid msgpack", "an end inside of a value");
      return std::nullopt;
    }
    std::uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(bytes_[at_ + i]);
    at_ += size;
    return value;
  }

  bool take(Value& out) {
    if (values_left_ == 0) return fail("at most " + std::to_string(limits_.values) + " values", "more");
    --values_left_;
    const auto first = number(1);
    if (!first) return false;
    const auto low = static_cast<unsigned>(*first);
    if (low <= 0x7f) return whole(out, *first);
    if (low <= 0x8f) return children(out, Kind::object, low & 15U);
    if (low <= 0x9f) return children(out, Kind::array, low & 15U);
    if (low <= 0xbf) return text(out, low & 31U);
    if (low >= 0xe0) return whole(out, static_cast<std::int8_t>(low));
    return take_sized(out, low);
  }

  bool take_sized(Value& out, unsigned first) {
    switch (first) {
      case 0xc0: return true;
      case 0xc2:
      case 0xc3:
        out.kind = Kind::boolean;
        out.truth = first == 0xc3;
        return true;
      case 0xca: return real32(out);
      case 0xcb: return real64(out);
      case 0xcc:
      case 0xcd:
      case 0xce:
      case 0xcf: return natural(out, 1U << (first - 0xccU));
      case 0xd0:
      case 0xd1:
      case 0xd2:
      case 0xd3: return integer(out, 1U << (first - 0xd0U));
      case 0xd9:
      case 0xda:
      case 0xdb: {
        const auto size = number(1U << (first - 0xd9U));
        return size && text(out, *size);
      }
      case 0xdc:
      case 0xdd:
      case 0xde:
      case 0xdf: {
        const auto count = number(first % 2 == 0 ? 2 : 4);
        return count && children(out, first < 0xde ? Kind::array : Kind::object, *count);
      }
      default: return foreign(first);
    }
  }

  bool foreign(unsigned first) {
    --at_;
    if (first == 0xc1) return fail("valid msgpack", "the byte c1, which begins nothing,");
    return fail("nil, true, false, a number, a text, an array or a map",
                first <= 0xc6 ? "binary data" : "an extension type");
  }

  template <class T>
  bool whole(Value& out, T value) {
    out.kind = Kind::number;
    out.text = std::to_string(value);
    return true;
  }
  bool natural(Value& out, unsigned size) {
    const auto bits = number(size);
    return bits && whole(out, *bits);
  }
  bool integer(Value& out, unsigned size) {
    const auto bits = number(size);
    if (!bits) return false;
    const unsigned unused = 64 - 8 * size;  // shifted out and in again, the sign comes along
    return whole(out, static_cast<std::int64_t>(*bits << unused) >> unused);
  }
  bool real32(Value& out) {
    const auto bits = number(4);
    return bits && real(out, static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(*bits))));
  }
  bool real64(Value& out) {
    const auto bits = number(8);
    return bits && real(out, std::bit_cast<double>(*bits));
  }
  // The shortest digits that give the same float64 again.
  bool real(Value& out, double value) {
    if (!std::isfinite(value)) return fail("a finite number", "another one before");
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.kind = Kind::number;
    out.text.assign(digits.data(), end.ptr);
    return true;
  }

  bool bytes_of(std::string& out, std::uint64_t size) {
    if (bytes_.size() - at_ < size) return fail("valid msgpack", "an end inside of a text");
    const std::string_view found = bytes_.substr(at_, size);
    Utf8Check check;
    if (!check.take(found) || !check.whole()) return fail("valid UTF-8", "other text");
    out = found;
    at_ += size;
    return true;
  }
  bool text(Value& out, std::uint64_t size) {
    out.kind = Kind::text;
    return bytes_of(out.text, size);
  }

  bool key(std::string& out) {
    const auto first = number(1);
    if (!first) return false;
    const auto low = static_cast<unsigned>(*first);
    std::optional<std::uint64_t> size;
    if (low >= 0xa0 && low <= 0xbf) {
      size = low & 31U;
    } else if (low >= 0xd9 && low <= 0xdb) {
      size = number(1U << (low - 0xd9U));
      if (!size) return false;
    } else {
      --at_;
      return fail("a text as key", "another type");
    }
    if (*size > max_key_bytes)
      return fail("a key of at most " + std::to_string(max_key_bytes) + " bytes", "a longer one");
    return bytes_of(out, *size);
  }

  bool children(Value& out, Kind kind, std::uint64_t count) {
    if (depth_left_ == 0) return fail("at most " + std::to_string(limits_.depth) + " levels", "more");
    // Each child takes a byte at least, so a count that is too large is seen before it costs anything.
    const std::uint64_t least = kind == Kind::object ? 2 : 1;
    if (count > (bytes_.size() - at_) / least) return fail("valid msgpack", "fewer values than announced");
    out.kind = kind;
    --depth_left_;
    for (std::uint64_t i = 0; i < count; ++i) {
      Value& child = out.children.emplace_back();
      if (kind == Kind::object && !key(child.key)) return false;
      if (!take(child)) return false;
    }
    ++depth_left_;
    return true;
  }

  static constexpr std::size_t max_key_bytes = 256;  // as in JSON
  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t depth_left_;
  std::size_t values_left_;
  const Limits& limits_;
  std::optional<Fault> fault_{};
};

}  // namespace

Result<std::string, Fault> write_msgpack(const Value& value) {
  Writer writer;
  if (!writer.put(value)) return Unexpected(Fault{"", "numbers that a float64 can be near", "another one"});
  return std::move(writer.bytes);
}

Result<std::string, Fault> write_msgpack(std::string_view json, const Limits& limits) {
  const auto value = parse(json, limits);
  if (!value) return Unexpected(value.error());
  return write_msgpack(*value);
}

Result<Value, Fault> read_msgpack(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > limits.bytes) {
    return Unexpected(Fault{"", "at most " + std::to_string(limits.bytes) + " bytes", std::to_string(bytes.size())});
  }
  return Reader(bytes, limits).one();
}

}  // namespace robson::json
