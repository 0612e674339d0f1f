// Any bytes in any pieces make a request, a status or a wait for more; the pieces do not change which request it is.
#include <string>

#include "net/protocol/http_reader.hpp"
#include "net/protocol/http_text.hpp"
#include "net/protocol/upgrade.hpp"
#include "pieces.hpp"

namespace robson::net {
namespace {

constexpr std::size_t header_max = 512;
constexpr std::size_t body_max = 256;

struct Outcome {
  RequestReader::Step step = RequestReader::Step::more;
  Request request{};
  std::string rest{};
};

// As a session feeds a reader: what it does not use comes again with the next piece.
Outcome read(const Pieces& pieces) {
  Outcome out;
  RequestReader reader(header_max, body_max);
  pieces.each([&](std::string_view piece) {
    if (out.step == RequestReader::Step::complete) {
      out.rest.append(piece);
      return true;
    }
    out.rest.append(piece);
    do {
      std::size_t used = 0;
      out.step = reader.take(out.rest, used);
      must(used <= out.rest.size());
      out.rest.erase(0, used);
    } while (out.step == RequestReader::Step::wants_continue);
    return out.step != RequestReader::Step::failed;
  });
  if (out.step == RequestReader::Step::failed) {
    const int status = reader.failure();
    must(status >= 400 && status <= 505);
  }
  if (out.step == RequestReader::Step::more) must(out.rest.size() <= 4 * header_max + 256);
  if (out.step == RequestReader::Step::complete) out.request = reader.request();
  return out;
}

void check(const Request& request) {
  must(request.body.size() <= body_max);
  must(!request.path.empty() && (request.path.front() == '/' || request.path == "*"));
  must(request.path.size() + request.query.size() <= header_max);
  (void)request.parameter("symbol");
  (void)parse_form(request.query);
  (void)parse_form(request.body);
  if (wants_socket(request) && !refuse_upgrade(request, false)) {
    must(upgrade_text(request, request.headers.get("Sec-WebSocket-Protocol")).find("\r\n\r\n") != std::string::npos);
  }
  if (const auto decoded = percent_decode(request.path, false))
    must(percent_decode(percent_encode(*decoded), false) == decoded);
}

bool same(const Request& a, const Request& b) {
  if (a.headers.size() != b.headers.size()) return false;
  for (const auto& field : a.headers) {
    if (!b.headers.has(field.first)) return false;
  }
  return a.method == b.method && a.path == b.path && a.query == b.query && a.body == b.body;
}

void read_reply(const Pieces& pieces) {
  ReplyReader reader(body_max, false);
  std::string rest;
  auto step = ReplyReader::Step::more;
  pieces.each([&](std::string_view piece) {
    rest.append(piece);
    std::size_t used = 0;
    step = reader.take(rest, used);
    must(used <= rest.size());
    rest.erase(0, used);
    return step == ReplyReader::Step::more;
  });
  if (step == ReplyReader::Step::more) step = reader.take_end();
  if (step != ReplyReader::Step::complete) return;
  must(reader.head().status >= 100 && reader.head().status <= 999);
  must(reader.body().size() <= body_max);
}
}  // namespace
}  // namespace robson::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace robson;
  using namespace robson::net;
  const Pieces pieces(data, size);
  const auto in_pieces = read(pieces);
  Pieces one = pieces;
  one.sizes.clear();
  const auto at_once = read(one);
  if (at_once.step == RequestReader::Step::complete) {
    must(in_pieces.step == RequestReader::Step::complete);
    must(same(at_once.request, in_pieces.request));
    must(at_once.rest == in_pieces.rest);
    check(at_once.request);
  } else {
    must(in_pieces.step != RequestReader::Step::complete);
  }
  read_reply(pieces);
  (void)parse_url(pieces.stream);
  return 0;
}
