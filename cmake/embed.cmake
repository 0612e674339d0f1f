# Turns the files of a folder into one object: gzipped copies by .incbin, and the table that routes/web_files.hpp reads.
#   cmake -DFROM=web/dist -DOPENAPI=api/openapi.yaml -DTO=build/embedded -P embed.cmake
# Each file's hash stands in the assembly, so that a changed file makes a changed object (and a compiler cache is not
# fooled by an unchanged .S).
file(MAKE_DIRECTORY ${TO})
set(files "")
if(IS_DIRECTORY ${FROM})
  file(GLOB_RECURSE files RELATIVE ${FROM} ${FROM}/*)
endif()
set(assembly ".section .rodata\n")
set(table "#include \"routes/web_files.hpp\"\n#include <array>\n")
set(rows "")
set(n 0)
foreach(name IN LISTS files)
  execute_process(COMMAND gzip -9nc ${FROM}/${name} OUTPUT_FILE ${TO}/${n}.gz COMMAND_ERROR_IS_FATAL ANY)
  file(SHA256 ${FROM}/${name} hash)
  string(SUBSTRING ${hash} 0 16 hash)
  string(APPEND assembly "# ${hash}\n.global embed_${n}, embed_${n}_end\n.balign 16\nembed_${n}: .incbin \"${TO}/${n}.gz\"\nembed_${n}_end:\n")
  string(APPEND table "extern \"C\" const char embed_${n}[], embed_${n}_end[];\n")
  string(APPEND rows "      {\"/${name}\", {embed_${n}, static_cast<std::size_t>(embed_${n}_end - embed_${n})}, \"${hash}\"},\n")
  math(EXPR n "${n}+1")
endforeach()
file(SHA256 ${OPENAPI} hash)
string(APPEND assembly "# ${hash}\n.global embed_openapi, embed_openapi_end\nembed_openapi: .incbin \"${OPENAPI}\"\nembed_openapi_end:\n")
string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
string(APPEND table "extern \"C\" const char embed_openapi[], embed_openapi_end[];\n"
"namespace robson::routes {\nstd::span<const WebFile> web_files() {\n  static const std::array<WebFile, ${n}> files = {{\n${rows}  }};\n  return files;\n}\n"
"std::string_view openapi_document() { return {embed_openapi, static_cast<std::size_t>(embed_openapi_end - embed_openapi)}; }\n}\n")
file(CONFIGURE OUTPUT ${TO}/embedded.S CONTENT "${assembly}" @ONLY)
file(CONFIGURE OUTPUT ${TO}/embedded.cpp CONTENT "${table}" @ONLY)
