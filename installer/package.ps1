# Makes an .msi for this kind of Windows below target\package\out. Written from jpackage's documents and NEVER RUN: no
# Windows was at hand. Needs a JDK 25 (JAVA_HOME), Maven, git, and the WiX toolset (3.14 or 4 and later) in PATH.
# The product's upgrade code never changes, so a newer .msi takes the place of an older one; what the admin keeps in
# %APPDATA%\Kata GPU Wizard is not the installer's and stays.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')

$name = 'kata-gpu-wizard'
$upgradeCode = '6f2d3a1e-7b54-4c0e-9a35-2f0c8a1d4e77'

function Invoke-Tool {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE" }
}

foreach ($needed in 'mvn', 'git') {
    if (-not (Get-Command $needed -ErrorAction SilentlyContinue)) { throw "Please install $needed first" }
}
if (-not $env:JAVA_HOME -or -not (Test-Path "$env:JAVA_HOME\bin\jpackage.exe")) {
    throw 'Please install a JDK 25 and set JAVA_HOME'
}
if (-not (Get-Command wix -ErrorAction SilentlyContinue) -and -not (Get-Command light -ErrorAction SilentlyContinue)) {
    throw 'Please install the WiX toolset: jpackage makes an .msi with it'
}
$jdk = "$env:JAVA_HOME\bin"
$work = Join-Path (Get-Location) 'target\package'

# The version of the tag v1.2.3, else the next one, as in version.sh.
$version = ((Select-String -Path pom.xml -Pattern '<revision>([0-9.]+)').Matches[0]).Groups[1].Value
$tag = git describe --tags --exact-match --match 'v[0-9]*' 2>$null
if ($LASTEXITCODE -eq 0 -and $tag) { $version = $tag.Substring(1) }

if (Test-Path $work) { Remove-Item -Recurse -Force $work }
New-Item -ItemType Directory -Force "$work\source", "$work\modules", "$work\out" | Out-Null
Copy-Item -Recurse pom.xml, src, assets, docs, .config "$work\source"
Push-Location "$work\source"
try {
    Invoke-Tool mvn @('-B', '-q', '-DskipTests', "-Drevision=$version", 'package', 'dependency:copy-dependencies',
        '-DincludeScope=runtime', "-DoutputDirectory=$work\libraries")
} finally {
    Pop-Location
}
Move-Item "$work\source\target\$name-$version.jar" "$work\libraries\$name.jar"
# JavaFX without natives is an empty jar; with those of this system it is a module.
Get-ChildItem "$work\libraries" -Filter 'javafx-*-win*.jar' | Move-Item -Destination "$work\modules"
Get-ChildItem "$work\libraries" -Filter 'javafx-*.jar' | Remove-Item

$libraries = @(Get-ChildItem "$work\libraries" -Filter '*.jar' | ForEach-Object FullName)
$needed = & "$jdk\jdeps.exe" --print-module-deps --ignore-missing-deps --multi-release 25 --module-path "$work\modules" `
    --class-path ($libraries -join ';') @libraries | Where-Object { $_ -notmatch '^Warning' }
Invoke-Tool "$jdk\jlink.exe" @('--module-path', "$work\modules", '--add-modules', "$needed,jdk.localedata",
    '--include-locales=en,zh-CN', '--exclude-resources=glob:/javafx.*/*.dll', '--no-header-files', '--no-man-pages',
    '--output', "$work\runtime")
# JavaFX's native libraries lie beside the runtime's own: as they come, each start would copy them into the admin's home.
foreach ($jar in Get-ChildItem "$work\modules" -Filter '*.jar') {
    $native = @(& "$jdk\jar.exe" --list --file $jar.FullName | Where-Object { $_ -match '^[^/]*\.dll$' })
    if ($native.Count -gt 0) {
        Push-Location "$work\runtime\bin"
        try { Invoke-Tool "$jdk\jar.exe" (@('--extract', '--file', $jar.FullName) + $native) } finally { Pop-Location }
    }
}

$javaOptions = @('-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-CreateCoredumpOnCrash', '--enable-native-access=ALL-UNNAMED',
    '--enable-native-access=javafx.graphics', '--sun-misc-unsafe-memory-access=allow',
    '--add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED')
Set-Content "$work\cli.properties" @('main-class=org.katagpu.Cli', 'win-console=true', 'win-menu=false',
    'win-shortcut=false')
$arguments = @('--type', 'app-image', '--name', $name, '--app-version', $version, '--vendor', 'Kata GPU Wizard',
    '--description', 'Kata GPU Wizard', '--copyright', 'Apache License 2.0', '--icon', "assets\icon\$name.ico",
    '--input', "$work\libraries", '--main-jar', "$name.jar", '--main-class', 'org.katagpu.Main',
    '--runtime-image', "$work\runtime", '--add-launcher', "$name-cli=$work\cli.properties", '--dest', "$work\image")
foreach ($option in $javaOptions + "-XX:AOTCache=`$APPDIR\$name.aot") { $arguments += @('--java-options', $option) }
Invoke-Tool "$jdk\jpackage.exe" $arguments

# The start cache, with the class path that the start program uses: our jar first, the rest in its file's order.
$app = "$work\image\$name\app"
$jars = @("$app\$name.jar") + @(Get-Content "$app\$name.cfg" | Where-Object { $_ -match '^app\.classpath=\$APPDIR[\\/](.+)$' } |
    ForEach-Object { $Matches[1] } | Where-Object { $_ -ne "$name.jar" } | ForEach-Object { "$app\$_" })
Invoke-Tool "$work\image\$name\runtime\bin\java.exe" ($javaOptions + @("-XX:AOTCacheOutput=$app\$name.aot",
    '-Dglass.platform=Headless', '-Dprism.order=sw', '-cp', ($jars -join ';'), 'org.katagpu.Main', '--first-frame'))

Invoke-Tool "$jdk\jpackage.exe" @('--type', 'msi', '--name', $name, '--app-version', $version, '--vendor',
    'Kata GPU Wizard', '--license-file', 'docs\LICENSE', '--app-image', "$work\image\$name", '--dest', "$work\out",
    '--win-upgrade-uuid', $upgradeCode, '--win-menu', '--win-menu-group', 'Kata GPU Wizard', '--win-dir-chooser')
Get-ChildItem "$work\out" | Get-FileHash -Algorithm SHA256
