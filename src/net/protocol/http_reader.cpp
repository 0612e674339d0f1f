#include "net/protocol/http_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace robson::net {
namespace {
namespace http = boost::beast::http;
namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::uint32_t reply_header_bytes = 64 * 1024;

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

template <class Fields>
Headers copy_headers(const Fields& fields) {
  Headers out;
  for (const auto& field : fields) out.add(std::string(view(field.name_string())), std::string(view(field.value())));
  return out;
}

// The request line names a version, but none that we speak ("HTTP/2.0").
bool names_other_version(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
  const std::string_view version = line.substr(std::min(line.rfind(' '), line.size() - 1) + 1);
  const auto is_digit = [&](std::size_t at) { return version[at] >= '0' && version[at] <= '9'; };
  return version.size() == 8 && version.substr(0, 5) == "HTTP/" && is_digit(5) && version[6] == '.' && is_digit(7) &&
         version != "HTTP/1.0" && version != "HTTP/1.1";
}

// The shortest end of a chunked body is "0\r\n\r\n". Beast asserts that it is shown no less of it at once, so what is
// shorter waits for more.
constexpr std::size_t last_chunk_min = 5;
template <class Parser>
bool too_little(const Parser& parser, std::string_view rest) {
  return parser.is_header_done() && parser.chunked() && rest.size() < last_chunk_min;
}

int status_of(const error_code& error, std::string_view bytes) {
  if (error == http::error::header_limit) return 431;
  if (error == http::error::body_limit) return 413;
  if (error == http::error::bad_version && names_other_version(bytes)) return 505;
  return 400;
}
}  // namespace

struct RequestReader::Parser {
  http::request_parser<http::string_body> beast{};
};

RequestReader::RequestReader(std::size_t header_bytes, std::size_t body_bytes)
    : parser_(std::make_unique<Parser>()), header_bytes_(header_bytes) {
  parser_->beast.header_limit(static_cast<std::uint32_t>(header_bytes));
  parser_->beast.body_limit(body_bytes);
}
RequestReader::~RequestReader() = default;

RequestReader::Step RequestReader::fail(int status) {
  failure_ = status;
  return Step::failed;
}

RequestReader::Step RequestReader::take(std::string_view bytes, std::size_t& used) {
  used = 0;
  while (used < bytes.size()) {
    const std::string_view rest = bytes.substr(used);
    if (too_little(parser_->beast, rest)) return Step::more;
    error_code error;
    const std::size_t eaten = parser_->beast.put(asio::buffer(rest), error);
    used += eaten;
    if (error && error != http::error::need_more) return fail(status_of(error, rest));
    if (parser_->beast.is_header_done() && !head_done_) {
      const Step step = finish_head();
      if (step != Step::more) return step;
    }
    if (parser_->beast.is_done()) return Step::complete;
    // Beast leaves an unfinished line to us; a chunk header or a trailer has no business being longer than a head.
    if (error && rest.size() - eaten > header_bytes_) return fail(head_done_ ? 400 : 431);
    if (error || eaten == 0) return Step::more;
  }
  return Step::more;
}

RequestReader::Step RequestReader::finish_head() {
  head_done_ = true;
  if (const int wrong = check_head(); wrong != 0) return fail(wrong);
  parser_->beast.eager(true);
  const auto expectation = view(parser_->beast.get()[http::field::expect]);
  if (expectation.empty()) return Step::more;
  if (!same_name(expectation, "100-continue")) return fail(417);
  return http_1_0_ || parser_->beast.is_done() ? Step::more : Step::wants_continue;
}

// What RFC 9112 asks of a server and Beast does not check. 0 when all is well.
int RequestReader::check_head() {
  const auto& head = parser_->beast.get();
  http_1_0_ = head.version() == 10;
  keep_alive_ = parser_->beast.keep_alive();
  const auto method = method_of(view(head.method_string()));
  if (!method) return 501;
  request_.method = *method;
  const auto hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && !http_1_0_)) return 400;
  // A length that two servers could read differently is how requests are smuggled: only "chunked" alone will do.
  if (const auto codings = head.count(http::field::transfer_encoding); codings > 0) {
    if (codings > 1 || http_1_0_ || head.count(http::field::content_length) > 0) return 400;
    if (!same_name(view(head[http::field::transfer_encoding]), "chunked")) return 501;
  }
  if (!read_target(view(head.target()))) return 400;
  request_.headers = copy_headers(head);  // before the body, so that trailers cannot add to them
  return 0;
}

bool RequestReader::read_target(std::string_view target) {
  if (target == "*" && request_.method == Method::OPTIONS) {
    request_.path = target;
    return true;
  }
  if (const auto absolute = target.empty() || target.front() == '/' ? std::nullopt : parse_url(target)) {
    return read_target(absolute->target);
  }
  if (target.empty() || target.front() != '/') return false;
  for (const char c : target) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#') return false;
  }
  const auto question = std::min(target.find('?'), target.size());
  request_.path = target.substr(0, question);
  if (question < target.size()) request_.query = target.substr(question + 1);
  return true;
}

Request RequestReader::request() {
  request_.body = std::move(parser_->beast.get().body());
  return std::move(request_);
}

struct ReplyReader::Parser {
  http::response_parser<http::string_body> beast{};
};

ReplyReader::ReplyReader(std::size_t body_bytes, bool to_head_request)
    : body_bytes_(body_bytes), to_head_request_(to_head_request) {
  restart();
}
ReplyReader::~ReplyReader() = default;

void ReplyReader::restart() {
  parser_ = std::make_unique<Parser>();
  parser_->beast.header_limit(reply_header_bytes);
  parser_->beast.body_limit(body_bytes_);
  parser_->beast.skip(to_head_request_);
}

ReplyReader::Step ReplyReader::take(std::string_view bytes, std::size_t& used) {
  used = 0;
  while (used < bytes.size()) {
    const std::string_view rest = bytes.substr(used);
    if (too_little(parser_->beast, rest)) return Step::more;
    error_code error;
    const std::size_t eaten = parser_->beast.put(asio::buffer(rest), error);
    used += eaten;
    if (error == http::error::body_limit || error == http::error::header_limit) return Step::too_large;
    if (error && error != http::error::need_more) return Step::malformed;
    if (parser_->beast.is_header_done()) {
      const unsigned status = parser_->beast.get().result_int();
      if (status == 101) return Step::complete;
      if (status < 200) {
        restart();
        continue;
      }
      parser_->beast.eager(true);
      keep_alive_ = parser_->beast.keep_alive();
    }
    if (parser_->beast.is_done()) return Step::complete;
    if (error && rest.size() - eaten > reply_header_bytes) return Step::malformed;
    if (error || eaten == 0) return Step::more;
  }
  return Step::more;
}

ReplyReader::Step ReplyReader::take_end() {
  keep_alive_ = false;
  if (!parser_->beast.is_header_done()) return Step::malformed;
  error_code error;
  parser_->beast.put_eof(error);
  return error || !parser_->beast.is_done() ? Step::malformed : Step::complete;
}

bool ReplyReader::head_done() const {
  return parser_->beast.is_header_done() && parser_->beast.get().result_int() >= 200;
}

ReplyHead ReplyReader::head() const {
  const auto& message = parser_->beast.get();
  return {.status = static_cast<int>(message.result_int()), .headers = copy_headers(message)};
}

std::string ReplyReader::body() {
  return std::exchange(parser_->beast.get().body(), {});
}

}  // namespace robson::net
